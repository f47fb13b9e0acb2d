// Bench: `npm run bench -- <name>` runs one benchmark; without a name it says which there are.
import { claim } from "./claim.ts";
import { discord } from "./discord.ts";
import { fanout } from "./fanout.ts";
import { live } from "./live.ts";
import { nearby } from "./nearby.ts";
import { rsvp } from "./rsvp.ts";
import { start } from "./start.ts";
import { telegram } from "./telegram.ts";

const BENCHES: Record<string, () => Promise<boolean>> = { claim, discord, fanout, live, nearby, rsvp, start, telegram };

const name = process.argv[2] ?? "";
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (!bench) process.stderr.write(`Name a benchmark: npm run bench -- ${Object.keys(BENCHES).join(" | ")}\n`);
process.exitCode = (await bench?.()) ? 0 : 1;
