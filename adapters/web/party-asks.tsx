// Web: what a party's page asks of those it knows: a guest, on the day, whether they are on their way; a host, whether the pin is right.
import { newId } from "../../src/core.ts";
import type { WireMine, WireParty } from "./wire.ts";

type Asked = { party: WireParty; mine: WireMine; now: number };

const MINUTES = ["5", "10", "20", "30"];

/** The page's script shows and hides it as time passes. */
export const OnWay = ({ party, mine: { onWay }, now }: Asked) => {
  const arrives = onWay?.arrives && now < onWay.arrives.until ? onWay.arrives : undefined;
  return (
    <section class="onway" aria-label="On my way" hidden={!onWay || now < onWay.from || now >= onWay.until}>
      <h2>{arrives ? `You're on your way, there about ${arrives.text}` : "On my way: there in about"}</h2>
      <form id="onway" method="post" action={`/p/${party.code}/onway`}>
        <input type="hidden" name="id" value={newId()} />
        <div class="minutes">
          {MINUTES.map((minutes) => (
            <button
              type="submit"
              class="button"
              name="minutes"
              value={minutes}
              aria-label={`On my way: ${minutes} min`}
            >
              {`${minutes} min`}
            </button>
          ))}
          <button type="submit" class="button" name="minutes" value="off" hidden={!arrives}>
            Not yet
          </button>
        </div>
        <p class="said" role="status"></p>
        <p class="hint">The hosts see your name and the time, and nothing of where you are.</p>
      </form>
    </section>
  );
};

/** For hosts: who is on the way. */
export const Coming = ({ mine, now }: Pick<Asked, "mine" | "now">) => {
  const coming = (mine.coming ?? []).filter(({ until }) => now < until);
  return (
    <div class="coming" hidden={coming.length === 0}>
      <h2>On the way</h2>
      <ul>
        {coming.map(({ who, text }) => (
          <li>
            <strong>{who}</strong> {`about ${text}`}
          </li>
        ))}
      </ul>
    </div>
  );
};

/** For hosts, while the pin is a guess. Without a script there is no map here, so another one is offered to look at. */
export const PinCheck = ({ party }: Pick<Asked, "party">) => {
  const { guess, point } = party.exact ?? {};
  if (guess === undefined || !point) return null;
  const at = `mlat=${point.lat}&mlon=${point.lng}#map=18/${point.lat}/${point.lng}`;
  return (
    <form id="pin" method="post" action={`/p/${party.code}/pin`}>
      <p>
        <strong>Is the pin right?</strong> Guests see it once you say so.
      </p>
      <input type="hidden" name="id" value={newId()} />
      <div class="row">
        <button type="submit" class="button strong" name="guess" value={guess}>
          Yes, that is right
        </button>
        <a class="button" href={`https://www.openstreetmap.org/?${at}`} target="_blank" rel="noopener noreferrer">
          Look at it on OpenStreetMap
        </a>
      </div>
    </form>
  );
};
