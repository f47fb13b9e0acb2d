// Tests: the links that views carry.
import type { Links } from "../../src/chat/command.ts";

export const links: Links = {
  party: (code) => `https://party.example/p/${code}`,
  invitation: (token) => `https://party.example/i/#${token}`,
  calendar: (token) => `https://party.example/calendar/${token}.ics`,
};
