// Words: the settings of a server, in English.

export const servers = {
  forServer: "For the whole server: each chat may still have a time zone and a language of its own.",
  noServer: "This chat belongs to no server. To set something for the chat itself, say for:chat.",
  notAdmin:
    "Only those who manage events here can change the server's settings. You can change your own: leave out «for».",
  notHere: "I'm not a member of this server, so I can't post there. Invite me to it first.",
  elsewhere: "That channel is not in this server. Choose one that is.",
  eachChat: "Reminders go on and off for each chat, not for the server: say for:chat there.",
  whichChannel: "I don't know that channel. Choose a text channel from the list, or “none”.",
  channel: "Reminders for groups",
  whereTheCardIs: "where a party's card is",
  channelGone: (name: string) => `${name}, and I can't post there. Until I can, they go where a party's card is.`,
  events: "Server events",
  eventsOn: "on: each party here is also one of the server's events, without its address",
  eventsOff: "off",
  eventsRefused:
    "on, and the server doesn't let me: give me Create Events and Manage Events, then switch it off and on again",
  turnEventsOn: "Turn events on",
  turnEventsOff: "Turn events off",
  noChannel: "Remind where the card is",
};
