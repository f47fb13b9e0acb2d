// Words: making two accounts one person, in English.

const PLATFORMS = { discord: "Discord", telegram: "Telegram", web: "the web" };

export const linking = {
  platforms: PLATFORMS,
  codeTitle: "One person, wherever you write",
  code: "Your code:",
  how: (minutes: number) =>
    `Type it to me in the other chat within ${minutes} minutes, and what you have there and here becomes one: your parties, your answers, your addresses.`,
  type: "There, type",
  inDiscord: "In Discord",
  keepSecret: "It works once. Give it to nobody: whoever types it becomes you.",
  onlyPrivate: "Everybody here could read the code. Write link to me in private.",
  seenByGroup: "Everybody here could read that code, so it works no more. Write link to me in private for a new one.",
  sureTitle: (name: string, where: string) => `Is that you, ${name} on ${where}?`,
  sure: (name: string, where: string) => `You here and ${name} on ${where} become one person.`,
  sureBody:
    "The parties and addresses of both are then yours in both places, and whoever uses one account has the other's too. This can't be undone. If somebody else gave you this code, say no.",
  yes: "Yes, we're the same person",
  no: "No, leave it",
  done: (name: string) => `You're one person now, ${name}.`,
  doneBody: "Your parties, your answers and your addresses are the same here and there from now on.",
  left: "Nothing was changed, and that code works no more.",
  noCode: "That code doesn't work: it was used, or is older than ten minutes, or has a typo. Write link for a new one.",
  yourOwn: "That's your own code: you are one person here already. Type it in the chat of your other account.",
};
