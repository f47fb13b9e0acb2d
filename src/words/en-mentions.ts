// Words: people and crowds told by mention, in English.

const people = (n: number): string => (n === 1 ? "1 person" : `${n} people`);

export const mentions = {
  /** For `n` people; without `by` where several invited them. */
  title: (title: string, by: string | undefined, _n: number) =>
    by === undefined ? `You're invited to ${title}` : `${by} invites you to ${title}`,
  /** After the names of `n` people. */
  invited: (_n: number) => ", you're invited! Press your answer below.",
  /** After the names of `n` people. */
  nudged: (n: number): string =>
    n === 1 ? ", are you coming? Answer below." : ", are you coming? Answer below, each of you.",
  /** After the names of `n` people. Says nothing of what it is. */
  news: (title: string, _n: number) => `, there's news about ${title} for you: open Details.`,
  sure: (crowd: string, size: number | undefined) =>
    size === undefined ? `Invite @${crowd}?` : `Invite @${crowd}, ${people(size)}?`,
  sureBody: (title: string) =>
    `I'll mention them here, once, with the buttons to answer for ${title}. Nobody is written to in private.`,
  yes: "Yes, mention them",
  no: "No",
  done: "They're invited: I mention them in this chat, once for each party.",
  kept: "Nobody was invited.",
  onlyGroup:
    "A whole role is invited in a channel where its people read along. Type it there, or invite people by name.",
  everyone:
    "That's everybody here. The party's card in this chat invites them all; choose a smaller role, or people by name.",
  notHosts: "A whole role can't be co-hosts. Name the people instead.",
  unknown: "I don't know that role. Choose one from the list.",
};
