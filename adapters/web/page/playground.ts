// Page: the playground. The door for those we don't know, the room for those we do.
import "./playground.css";
import type { Joined } from "../wire.ts";
import { joinScreen } from "./join.ts";
import { openRoom } from "./room.ts";
import { visitAs } from "./visit.ts";
import { forgetSession, keepSession, readSession } from "./session.ts";

const app = document.getElementById("app") ?? document.body;

const door = (why?: string, name?: string): void =>
  joinScreen(app, {
    why,
    name,
    onJoined: (joined) => {
      keepSession(joined);
      enter(joined);
    },
  });

const enter = (joined: Joined): void => {
  const stopVisiting = visitAs(joined.bearer);
  openRoom(app, joined, (why) => {
    stopVisiting();
    forgetSession();
    door(why, joined.me.name);
  });
};

const known = readSession();
if (known) enter(known);
else door();
