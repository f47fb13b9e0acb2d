// The loopback Discord: commands and a form of every kind, for the fake's own tests.
import { PERMISSION } from "./permissions.ts";
import type { Json } from "./types.ts";

const named = (type: number, name: string, more: Json = {}): Json => ({ type, name, description: name, ...more });
const EVERYWHERE = { integration_types: [0, 1], contexts: [0, 1, 2] };

const CREATE = [
  named(3, "what", { required: true, min_length: 2, max_length: 20, autocomplete: true }),
  named(4, "max", { min_value: 1, max_value: 100 }),
  named(6, "who"),
  named(8, "role"),
  named(7, "where", { channel_types: [0] }),
  named(10, "price"),
  named(5, "loud"),
  named(3, "theme", { choices: [{ name: "Disco", value: "disco" }] }),
];

export const COMMANDS: readonly Json[] = [
  named(1, "party", {
    ...EVERYWHERE,
    options: [
      named(1, "create", { options: CREATE }),
      named(2, "guests", { options: [named(1, "list", { options: [named(5, "sorted")] })] }),
    ],
  }),
  named(1, "help", EVERYWHERE),
  named(1, "server", { integration_types: [0], contexts: [0] }),
  named(1, "admin", { contexts: [0], default_member_permissions: String(PERMISSION.MANAGE_EVENTS) }),
  { type: 3, name: "Make this a party" },
  { type: 2, name: "Invite" },
];

const label = (component: Json): Json => ({ type: 18, label: String(component["custom_id"]), component });
export const FORM: Json = {
  title: "A party",
  custom_id: "form",
  components: [
    label({ type: 4, custom_id: "what", style: 1, min_length: 2, max_length: 20, value: "BBQ" }),
    label({ type: 4, custom_id: "about", style: 2, required: false, min_length: 5 }),
    label({ type: 3, custom_id: "theme", options: [{ label: "Disco", value: "disco", default: true }] }),
    label({ type: 5, custom_id: "who", required: false, min_values: 0, max_values: 2 }),
  ],
};
