// Web: a party's page, whole as it leaves the server: it reads, and it can be answered, without a script.
import { raw } from "hono/html";
import { formatWhen, newId } from "../../src/core.ts";
import type { Site } from "./parts.ts";
import { Page } from "./pages.tsx";
import { accentOf } from "./cover.ts";
import { Coming, OnWay, PinCheck } from "./party-asks.tsx";
import { waysTitle, waysTo } from "./ways.ts";
import type { WireMine, WireNews, WireParty } from "./wire.ts";

export type PartyPageProps = {
  site: Pick<Site, "assets" | "tiles" | "origin">;
  party: WireParty;
  mine: WireMine;
  now: number;
  /** What happened since the last visit. */
  news?: readonly WireNews[];
  flash?: string;
};

/** JSON inside a script element: "<" cannot close it. */
const dataOf = (data: unknown): string => JSON.stringify(data).replace(/</g, "\\u003c");

const ANSWERS = [
  { value: "going", label: "Going", stands: ["going", "waitlisted", "requested"] },
  { value: "maybe", label: "Maybe", stands: ["maybe"] },
  { value: "no", label: "Can't", stands: ["declined"] },
];

export const PartyPage = ({ site, party, mine, now, news = [], flash }: PartyPageProps) => (
  <Page
    site={site}
    entry="party"
    title={`${party.title} · Party With Me`}
    body={accentOf(party.code)}
    head={<Preview site={site} party={party} />}
  >
    <main id="party" data-stage={party.calledOff ? "calledOff" : party.overAt <= now ? "over" : "ahead"}>
      <header class="cover">
        <img src={`/p/${party.code}/cover.svg`} alt="" width="1200" height="675" />
      </header>
      <News news={news} timeZone={party.timeZone} />
      <p class="invited-by">{isHosting(mine) ? "Your party" : `${party.hostName} invites you to`}</p>
      <h1>{party.title}</h1>
      <p class="when">
        <time datetime={new Date(party.startsAt).toISOString()}>{party.when}</time>
      </p>
      <p class="countdown">{party.calledOff ? "Called off" : party.overAt <= now ? "It's over" : ""}</p>
      <OnWay party={party} mine={mine} now={now} />
      <Where party={party} />
      <Who party={party} mine={mine} now={now} />
      {party.calledOff || party.overAt <= now || isHosting(mine) ? null : <AnswerForm party={party} mine={mine} />}
      <p class="mine" aria-live="polite">
        {flash}
      </p>
      <section class="links" aria-label="Calendar and directions">
        <a class="button calendar" href={`/p/${party.code}/party.ics`}>
          Add to calendar
        </a>
        {party.calledOff ? null : <Directions party={party} />}
      </section>
      <section class="about">{party.about === undefined ? null : <p>{party.about}</p>}</section>
      <Foot party={party} mine={mine} />
    </main>
    <script type="application/json" id="party-data">
      {raw(dataOf({ party, mine, now }))}
    </script>
  </Page>
);

const News = ({ news, timeZone }: { news: readonly WireNews[]; timeZone: string }) => (
  <section class="news" role="status" aria-label="News" hidden={news.length === 0}>
    <h2>Since you were last here</h2>
    <ul>
      {news.map(({ at, title, text }) => (
        <li>
          <strong>{title}</strong> {text}
          <time datetime={new Date(at).toISOString()}>{formatWhen(at, timeZone)}</time>
        </li>
      ))}
    </ul>
  </section>
);

const Directions = ({ party }: Pick<PartyPageProps, "party">) => {
  const ways = waysTo(party);
  if (ways.length === 0) return null;
  return (
    <div class="directions">
      <h2>{waysTitle(party)}</h2>
      <dl>
        {ways.map(({ how, maps }) => (
          <>
            <dt>{how}</dt>
            <dd>
              {maps.map(({ label, href }) => (
                <a href={href} target="_blank" rel="noopener noreferrer" aria-label={`${how}: ${label}`}>
                  {label}
                </a>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </div>
  );
};

const Where = ({ party }: Pick<PartyPageProps, "party">) => (
  <section class="where" aria-label="Where">
    <p class="label">{party.label === "" ? "The address is for guests only" : party.label}</p>
    {party.exact?.address === undefined ? null : <p class="address">{party.exact.address}</p>}
    <div id="map" hidden={!party.area}></div>
    <PinCheck party={party} />
  </section>
);

const isHosting = ({ role }: WireMine): boolean => role === "host" || role === "cohost";

const Who = ({ party, mine, now }: Pick<PartyPageProps, "party" | "mine" | "now">) => (
  <section class="who" aria-label="Who is coming">
    <p class="count">
      <span class="number">{party.going}</span>{" "}
      <span class="rest">{party.max === undefined ? "going" : `of ${party.max} going`}</span>
    </p>
    <ul class="faces">
      {(party.guests ?? []).map((name) => (
        <li>{name}</li>
      ))}
    </ul>
    <Coming mine={mine} now={now} />
  </section>
);

const AnswerForm = ({ party, mine }: Pick<PartyPageProps, "party" | "mine">) => (
  <form id="answer" method="post" action={`/p/${party.code}/answer`} aria-label="Your answer">
    {mine.name === undefined ? (
      <div class="field">
        <label for="name">Your name</label>
        <input id="name" name="name" type="text" autocomplete="name" maxlength={40} required />
      </div>
    ) : null}
    {party.plusMax > 0 ? (
      <div class="field plus">
        <label for="plus">Bringing anyone?</label>
        <input
          id="plus"
          name="plus"
          type="number"
          min={0}
          max={party.plusMax}
          value={String(mine.plus ?? 0)}
          inputmode="numeric"
        />
      </div>
    ) : null}
    <input type="hidden" name="id" value={newId()} />
    <div class="answers">
      {ANSWERS.map(({ value, label, stands }) => (
        <button
          type="submit"
          name="answer"
          value={value}
          aria-pressed={stands.includes(mine.answer ?? "") ? "true" : "false"}
        >
          {label}
        </button>
      ))}
    </div>
  </form>
);

const Foot = ({ party, mine }: Pick<PartyPageProps, "party" | "mine">) => (
  <footer>
    {mine.name === undefined ? null : (
      <form method="post" action={`/p/${party.code}/forget`}>
        {`You are ${mine.name}. `}
        <button type="submit" class="link">
          Not you?
        </button>
        {" · "}
      </form>
    )}
    <a href="/">Party With Me</a> · <a href="/guidelines">Guidelines</a> · <a href="/privacy">Privacy</a>
  </footer>
);

/** What a chat shows of the link: what a stranger may know, whoever asks. */
const Preview = ({ site, party }: Pick<PartyPageProps, "site" | "party">) => (
  <>
    <meta name="robots" content="noindex" />
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content="Party With Me" />
    <meta property="og:title" content={party.title} />
    <meta property="og:description" content={[party.when, party.label].filter((part) => part !== "").join(" · ")} />
    <meta property="og:url" content={`${site.origin()}/p/${party.code}`} />
    <meta property="og:image" content={`${site.origin()}/p/${party.code}/cover.png`} />
    <meta property="og:image:width" content="1200" />
    <meta property="og:image:height" content="630" />
    <meta name="twitter:card" content="summary_large_image" />
  </>
);
