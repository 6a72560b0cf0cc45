import type { FaultBox, FaultName } from '../faults/fault-box.ts';

type Place = { platformNo: string; service: string; requestNo: string };

/** Asks whether a fault strikes this very thing. */
export type Strikes = (place: Place, name: FaultName) => boolean;

/** Draws once for each thing: work that is tried again after a lost race must not use another switch up. */
export function drawOnce(faults: Pick<FaultBox, 'draw'>): Strikes {
  const drawn = new Map<string, boolean>();
  return (place, name) => {
    const key = JSON.stringify([name, place.platformNo, place.requestNo]);
    const known = drawn.get(key) ?? faults.draw(place, [name]) !== undefined;
    drawn.set(key, known);
    return known;
  };
}
