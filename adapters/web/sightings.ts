// Web: who is in a room on the pages of other replicas, as each of them last said. What is not said again is forgotten: its replica may be dead.

export type Sightings = {
  /** What one replica said: all who are in the room there. */
  keep(room: string, replica: string, people: readonly string[]): void;
  of(room: string): readonly string[];
  /** Drops what is too old, and tells of which rooms. */
  forget(): string[];
};

/** Three times as long as it takes to be said again, and a little, in milliseconds. */
const KEPT_MS = 65_000;

export const createSightings = (clock: { now(): number }): Sightings => {
  const rooms = new Map<string, Map<string, { people: readonly string[]; until: number }>>();
  const drop = (room: string, replica: string): void => {
    const replicas = rooms.get(room);
    replicas?.delete(replica);
    if (replicas?.size === 0) rooms.delete(room);
  };
  return {
    keep: (room, replica, people) => {
      if (people.length === 0) return drop(room, replica);
      const replicas = rooms.get(room) ?? new Map<string, { people: readonly string[]; until: number }>();
      replicas.set(replica, { people, until: clock.now() + KEPT_MS });
      rooms.set(room, replicas);
    },
    of: (room) => [...(rooms.get(room)?.values() ?? [])].flatMap(({ people }) => people),
    forget: () => {
      const old = [...rooms].flatMap(([room, replicas]) =>
        [...replicas].flatMap(([replica, { until }]) => (until < clock.now() ? [{ room, replica }] : [])),
      );
      for (const { room, replica } of old) drop(room, replica);
      return [...new Set(old.map(({ room }) => room))];
    },
  };
};
