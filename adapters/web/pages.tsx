// Web: the pages around a party: the frame of every page, the start, the honest texts, and what could not be found.
import type { Child } from "hono/jsx";
import type { Site } from "./parts.ts";
import { tilesHost, tilesMeta } from "./tiles.ts";

type EntryName = Parameters<Site["assets"]["entry"]>[0];

type Frame = {
  site: Pick<Site, "assets" | "tiles">;
  entry: EntryName;
  title: string;
  body?: string;
  head?: Child;
  children?: Child;
};

/** The frame of every page. No inline script, no inline style: the policy refuses both. */
export const Page = ({ site, entry, title, body, head, children }: Frame) => {
  const { script, styles } = site.assets.entry(entry);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fff6ec" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1b1220" media="(prefers-color-scheme: dark)" />
        <meta name="tiles" content={tilesMeta(site.tiles)} />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {styles.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
        <script type="module" src={script}></script>
        {head}
      </head>
      <body class={body}>{children}</body>
    </html>
  );
};

export const Foot = () => (
  <footer>
    <a href="/">Party With Me</a> · <a href="/nearby">Nearby</a> · <a href="/guidelines">Guidelines</a> ·{" "}
    <a href="/privacy">Privacy</a>
  </footer>
);

export const Start = ({ site }: { site: Pick<Site, "assets" | "playground"> }) => (
  <Page site={site} entry="plain" title="Party With Me" body="plain">
    <main>
      <h1>Party With Me</h1>
      <p class="lead">
        Host a house party from inside the chat your friends are already in. One guest list wherever they are, and your
        address only for those you let in.
      </p>
      {site.playground ? (
        <a class="button strong" href="/playground">
          Try it in the playground
        </a>
      ) : null}
      <h2>You have a party's code?</h2>
      <form method="get" action="/p" class="code">
        <label for="code">Code</label>
        <input
          id="code"
          name="code"
          maxlength={8}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <button type="submit" class="button">
          Open the party
        </button>
      </form>
      <Foot />
    </main>
  </Page>
);

export const Shell = ({ site }: { site: Pick<Site, "assets"> }) => (
  <Page site={site} entry="playground" title="Playground · Party With Me" body="playground">
    <div id="app"></div>
    <noscript>
      <p>The playground is a chat, and needs JavaScript. A party's own page works without.</p>
    </noscript>
  </Page>
);

export const InvitationShell = ({ site }: { site: Pick<Site, "assets" | "tiles"> }) => (
  <Page
    site={site}
    entry="invitation"
    title="You're invited · Party With Me"
    head={<meta name="robots" content="noindex" />}
  >
    <main id="invitation">
      <noscript>
        <p>An invitation link opens with JavaScript: its secret part never reaches a server's log that way.</p>
      </noscript>
    </main>
  </Page>
);

/** A kind page for what went wrong: what happened, and what to do. */
export const Notice = ({ site, title, words }: { site: Pick<Site, "assets">; title: string; words: string }) => (
  <Page site={site} entry="plain" title={`${title} · Party With Me`} body="plain">
    <main>
      <h1>{title}</h1>
      <p class="lead">{words}</p>
      <a class="button" href="/">
        Back to the start
      </a>
      <Foot />
    </main>
  </Page>
);

/** What a map asks of others, for whoever wants to know. */
const outsideWords = ({ tiles }: Pick<Site, "tiles">): string => {
  const host = tilesHost(tiles);
  return host === undefined
    ? "The maps come from this server too: nothing is asked of anyone else for them."
    : `A map's pictures come from ${host}: it sees which part of the map your browser asks for, as with any map on the web.`;
};

export const Privacy = ({ site }: { site: Pick<Site, "assets" | "tiles"> }) => (
  <Page site={site} entry="plain" title="Privacy · Party With Me" body="plain">
    <main>
      <h1>Privacy</h1>
      <p class="lead">What this installation keeps, and who reads it.</p>
      <ul>
        <li>
          An address and an exact point are kept encrypted. Only the host, co-hosts and guests who are going or maybe
          read them, and only where nobody else can.
        </li>
        <li>Everybody else sees a neighbourhood: the centre of a cell of about one kilometre.</li>
        <li>
          Where you search for parties is not kept. Your position is used only when you send it. A wish to be told of
          new parties keeps its square kilometre until you end it; "on my way" keeps a time, and no place.
        </li>
        <li>
          What you wrote and I have a question about waits a quarter of an hour for your answer, encrypted. My answer to
          what you asked for is kept encrypted for a day, so that the same tap, sent twice, counts once.
        </li>
        <li>
          An address you write may be looked up by the map service that whoever runs this server has chosen, a party's
          also while you type it. The service is told the address and your language, not who you are. In quotes, an
          address is told to nobody.
        </li>
        <li>Your name, your answers and the number of people you bring are kept for the host and the other guests.</li>
        <li>A party's page remembers you with one cookie for that party. There is no tracking. {outsideWords(site)}</li>
        <li>
          You can take an answer back at any time. To have everything of yours deleted, ask whoever runs this server.
        </li>
      </ul>
      <Foot />
    </main>
  </Page>
);

export const Guidelines = ({ site }: { site: Pick<Site, "assets"> }) => (
  <Page site={site} entry="plain" title="Guidelines · Party With Me" body="plain">
    <main>
      <h1>Guidelines</h1>
      <p class="lead">A home is open to you. Treat it like one.</p>
      <ul>
        <li>Say whether you come, and say so when that changes: somebody may be waiting for your place.</li>
        <li>Bring only the people you said you would bring.</li>
        <li>Keep the address to yourself. Whoever wants to come asks the host.</li>
        <li>Hosts decide who comes. A no needs no reason.</li>
      </ul>
      <Foot />
    </main>
  </Page>
);
