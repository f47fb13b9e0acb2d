// The loopback Discord: people, doing what their apps let them do.
import { KIND, type Interaction, type Interactions, type Kind, openerOf } from "./interactions.ts";
import { contextOf, CONTEXT } from "./interactions-payload.ts";
import { menuData, slashData } from "./options.ts";
import { type Filled, formData, selection } from "./people-forms.ts";
import { seenOf, within } from "./screen.ts";
import type { Channel, Message, Person, State } from "./state.ts";
import { NO_PINGS } from "./state.ts";
import type { FakeChannel, FakeUser, Json, Modal, Outcome, Seen } from "./types.ts";

export type House = { state: State; interactions: Interactions; channelOf(channel: Channel): FakeChannel };

const BUTTON = 2;

export const createUser = (house: House, person: Person): FakeUser => {
  const { state } = house;
  const place = (channel: FakeChannel): Channel => entered(house, person, channel.id);
  return {
    id: person.id,
    name: person.name,
    get dm() {
      return house.channelOf(state.dmWith(person.id));
    },
    dms: (open) => {
      person.dmsOpen = open;
    },
    ...actsOf(house, person, place),
    says: (where, text) => {
      const body = { content: text, embeds: [], components: [], flags: 0, pings: NO_PINGS };
      return seenOf(state, state.post(place(where), person.id, body));
    },
    reads: (where) =>
      [...place(where).messages.values()]
        .filter((one) => !one.deleted && (one.ephemeralFor === undefined || one.ephemeralFor === person.id))
        .map((one) => seenOf(state, one)),
  };
};

type Acts = Pick<FakeUser, "slash" | "completes" | "menu" | "presses" | "selects" | "submits">;

const actsOf = (house: House, person: Person, place: (channel: FakeChannel) => Channel): Acts => {
  const { state, interactions } = house;
  const commands = (kind: Kind, channel: Channel, data: Json): Promise<Outcome> => {
    if (contextOf(state, channel) === CONTEXT.private) person.hasApp = true;
    return interactions.start({ by: person, channel, kind, data });
  };
  const uses = (message: Message, data: Json): Promise<Outcome> =>
    interactions.start({ by: person, channel: message.channel, kind: KIND.component, data, message });
  return {
    slash: async (where, command, options = {}) => {
      const channel = place(where);
      return commands(KIND.command, channel, slashData({ state, by: person, channel }, command, options));
    },
    completes: async (where, command, options, focused) => {
      const channel = place(where);
      return commands(KIND.completion, channel, slashData({ state, by: person, channel }, command, options, focused));
    },
    menu: async (where, name, target) => {
      const channel = place(where);
      const meant = "slash" in target ? target : messageFor(house, person, target);
      return commands(KIND.command, channel, menuData({ state, by: person, channel }, name, meant));
    },
    presses: async (seen, label) => {
      const message = messageFor(house, person, seen);
      return uses(message, pressed(message, label));
    },
    selects: async (seen, values) => {
      const message = messageFor(house, person, seen);
      return uses(message, selection(state, message, values));
    },
    submits: (modal, values) => submits(house, person, modal, values),
  };
};

/** Which forms came back, and were taken. */
const closed = new WeakSet<Modal>();

/** A form stands where the command or the button was that opened it, and is gone once it was answered. */
const submits = async (house: House, person: Person, modal: Modal, values: Filled): Promise<Outcome> => {
  const after: Interaction | undefined = openerOf(modal);
  if (!after || after.by !== person) throw new Error("this form was not opened by them");
  if (closed.has(modal)) throw new Error("this form is closed");
  const { channel, message } = after;
  const data = formData(house.state, channel, modal, values);
  const kind = KIND.form;
  const outcome = await house.interactions.start({
    by: person,
    channel,
    kind,
    data,
    after,
    ...(message && { message }),
  });
  if (outcome.first !== "none") closed.add(modal);
  return outcome;
};

const entered = ({ state }: House, person: Person, id: string): Channel => {
  const channel = state.channels.get(id);
  const isIn = channel?.guild ? channel.guild.members.has(person.id) : channel?.people.has(person.id);
  if (!channel || channel.deleted || isIn !== true) throw new Error(`${person.name} is not in that channel`);
  return channel;
};

const messageFor = (house: House, person: Person, seen: Seen): Message => {
  const message = entered(house, person, seen.channelId).messages.get(seen.messageId);
  if (!message || message.deleted) throw new Error("that message is gone");
  if (message.ephemeralFor !== undefined && message.ephemeralFor !== person.id)
    throw new Error("only somebody else sees that message");
  return message;
};

const pressed = (message: Message, label: string): Json => {
  const all = message.components.flatMap(within).filter((one) => one["type"] === BUTTON && one["label"] === label);
  const button = all.find((one) => one["custom_id"] !== undefined && one["disabled"] !== true);
  if (!button) throw new Error(`there is no button "${label}" to press`);
  return { component_type: BUTTON, id: button["id"], custom_id: button["custom_id"] };
};
