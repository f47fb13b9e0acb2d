// The loopback Discord: people, doing what their apps let them do.
import { messageBehind } from "./interactions-answers.ts";
import type { Interactions, Kind } from "./interactions.ts";
import { KIND } from "./interactions.ts";
import { menuData, resolvePerson, slashData } from "./options.ts";
import { seenOf, within } from "./screen.ts";
import type { Channel, Message, Person, State } from "./state.ts";
import { NO_PINGS } from "./state.ts";
import type { FakeChannel, FakeUser, Json, Modal, ModalField, Outcome, Seen } from "./types.ts";

export type House = { state: State; interactions: Interactions; channelOf(channel: Channel): FakeChannel };

type Component = Json & { type: number; components?: Component[]; custom_id?: string; label?: string };

const BUTTON = 2;
const STRING_SELECT = 3;
const USER_SELECT = 5;
const TEXT_INPUT = 4;
const LABEL = 18;

/** Where each form was opened, for it comes back from there. */
const openedIn = new WeakMap<Modal, Channel>();

export const createUser = (house: House, person: Person): FakeUser => {
  const { state } = house;
  const act = async (kind: Kind, where: Channel, data: Json, message?: Message): Promise<Outcome> => {
    const outcome = await house.interactions.start({
      by: person,
      channel: where,
      kind,
      data,
      ...(message && { message }),
    });
    if (outcome.modal) openedIn.set(outcome.modal, where);
    return outcome;
  };
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
    slash: async (where, command, options = {}) => {
      const channel = place(where);
      return act(KIND.command, channel, slashData(state, channel, command, options));
    },
    completes: async (where, command, options, focused) => {
      const channel = place(where);
      return act(KIND.completion, channel, slashData(state, channel, command, options, focused));
    },
    menu: async (where, name, target) => {
      const channel = place(where);
      const meant = "slash" in target ? target : messageFor(state, person, target);
      return act(KIND.command, channel, menuData(state, channel, name, meant));
    },
    presses: async (seen, label) => {
      const message = messageFor(state, person, seen);
      const button = partsOf(message).find((one) => one.type === BUTTON && one.label === label);
      if (!button?.custom_id || button["disabled"] === true) throw new Error(`there is no button "${label}" to press`);
      const data = { component_type: BUTTON, custom_id: button.custom_id, id: button["id"] };
      return act(KIND.component, message.channel, data, message);
    },
    selects: async (seen, values) => {
      const message = messageFor(state, person, seen);
      return act(KIND.component, message.channel, selection(state, message, values), message);
    },
    submits: async (modal, values) => {
      const channel = openedIn.get(modal);
      if (!channel) throw new Error("this form was not opened by them");
      return act(KIND.form, channel, formData(state, channel, modal, values), messageBehind(modal));
    },
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

const entered = ({ state }: House, person: Person, id: string): Channel => {
  const channel = state.channels.get(id);
  const isIn = channel?.guild ? channel.guild.members.has(person.id) : channel?.people.has(person.id);
  if (!channel || channel.deleted || isIn !== true) throw new Error(`${person.name} is not in that channel`);
  return channel;
};

const messageFor = (state: State, person: Person, seen: Seen): Message => {
  const message = state.channels.get(seen.channelId)?.messages.get(seen.messageId);
  if (!message || message.deleted) throw new Error("that message is gone");
  if (message.ephemeralFor !== undefined && message.ephemeralFor !== person.id)
    throw new Error("only somebody else sees that message");
  return message;
};

const partsOf = (message: Message): Component[] => (message.components as Component[]).flatMap(within);

const selection = (state: State, message: Message, values: readonly (string | FakeUser)[]): Json => {
  const people = values.every((one) => typeof one !== "string");
  const ids = values.map((one) => (typeof one === "string" ? one : one.id));
  const select = partsOf(message).find((one) =>
    people
      ? one.type === USER_SELECT
      : one.type === STRING_SELECT &&
        ids.every((id) => (one["options"] as { value: string }[]).some((option) => option.value === id)),
  );
  if (!select) throw new Error("there is no menu with these to choose from");
  const resolved = {};
  if (people) for (const id of ids) resolvePerson(state, message.channel, id, resolved);
  return { component_type: select.type, custom_id: select.custom_id, values: ids, ...(people && { resolved }) };
};

type Filled = Record<string, string | readonly FakeUser[]>;

/** A form that comes back: fields that nobody touched keep what was in them. */
const formData = (state: State, channel: Channel, modal: Modal, values: Filled): Json => {
  for (const name of Object.keys(values))
    if (!modal.fields.some((field) => field.customId === name)) throw new Error(`the form has no field "${name}"`);
  const resolved = {};
  const components = modal.fields.map((field) => ({
    type: LABEL,
    component: fieldData(state, channel, field, values[field.customId] ?? field.value, resolved),
  }));
  return { custom_id: modal.customId, components, ...(Object.keys(resolved).length > 0 && { resolved }) };
};

const fieldData = (
  state: State,
  channel: Channel,
  field: ModalField,
  value: string | readonly FakeUser[] | undefined,
  resolved: Record<string, Record<string, Json>>,
): Json => {
  const { customId: custom_id, kind, required } = field;
  if (required && (value === undefined || value.length === 0)) throw new Error(`the form asks for "${custom_id}"`);
  if (kind === "users") {
    const ids = typeof value === "string" || value === undefined ? [] : value.map((one) => one.id);
    for (const id of ids) resolvePerson(state, channel, id, resolved);
    return { type: USER_SELECT, custom_id, values: ids };
  }
  const text = typeof value === "string" ? value : "";
  if (kind === "text") {
    if (text.length > 4_000) throw new Error(`"${custom_id}" takes 4,000 characters`);
    return { type: TEXT_INPUT, custom_id, value: text };
  }
  if (text !== "" && !field.options?.some((one) => one.value === text))
    throw new Error(`"${text}" is not to be chosen`);
  return { type: STRING_SELECT, custom_id, values: text === "" ? [] : [text] };
};
