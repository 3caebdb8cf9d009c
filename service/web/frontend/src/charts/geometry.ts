/** Where offices lie on a small map: an equirectangular projection about the middle, true to scale there. */

export interface Place {
  readonly lat: number;
  readonly long: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Pixels per kilometre, the same in both directions. */
  readonly scale: number;
  readonly project: (place: Place) => readonly [x: number, y: number];
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** Kilometres per degree of latitude on the sphere of the mean Earth radius, 6,371.0088 km (IUGG). */
export const KM_PER_DEGREE = (6371.0088 * Math.PI) / 180;
const SMALLEST = 8;

/** The frame that holds all places, with a margin in pixels for their names. */
export function frame(places: readonly Place[], width: number, tallest: number, margin: number): Frame {
  const lats = places.map((place) => place.lat);
  const longs = places.map((place) => place.long);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...longs), Math.max(...longs)];
  const middle = { lat: (south + north) / 2, long: (west + east) / 2 };
  const across = KM_PER_DEGREE * Math.cos((middle.lat * Math.PI) / 180);
  const wide = Math.max((east - west) * across, SMALLEST);
  const high = Math.max((north - south) * KM_PER_DEGREE, SMALLEST);
  const scale = Math.min((width - 2 * margin) / wide, (tallest - 2 * margin) / high);
  const height = Math.round(high * scale + 2 * margin);
  const latAt = (y: number): number => middle.lat + (height / 2 - y) / scale / KM_PER_DEGREE;
  const longAt = (x: number): number => middle.long + (x - width / 2) / scale / across;
  return {
    width,
    height,
    scale,
    project: (place) => [
      width / 2 + (place.long - middle.long) * across * scale,
      height / 2 - (place.lat - middle.lat) * KM_PER_DEGREE * scale,
    ],
    south: latAt(height),
    north: latAt(0),
    west: longAt(0),
    east: longAt(width),
  };
}

/** Multiples of 1°, 30′, 15′, 10′, 5′ or 1′ between two angles: the finest step that gives at most five. */
export function lines(from: number, to: number): number[] {
  const steps = [1 / 60, 1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 5, 10];
  const step = steps.find((each) => (to - from) / each <= 5) ?? 10;
  const found: number[] = [];
  for (let count = Math.ceil(from / step); count * step <= to; count += 1) found.push(count * step);
  return found;
}

/** `32°48′N`: degrees and minutes of an angle. */
export function degrees(angle: number, positive: string, negative: string): string {
  const minutes = Math.round(Math.abs(angle) * 60);
  const rest = minutes % 60 ? `${String(minutes % 60).padStart(2, "0")}′` : "";
  return `${Math.floor(minutes / 60)}°${rest}${angle < 0 ? negative : positive}`;
}

/** The length of the scale bar in kilometres: 1, 2 or 5 times a power of ten, at most this many pixels. */
export function barLength(scale: number, most: number): number {
  const room = most / scale;
  const power = 10 ** Math.floor(Math.log10(room));
  return [5, 2, 1].map((each) => each * power).find((each) => each <= room) ?? power;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** A place for each name beside its point, in the order given; null where every place would cover something. */
export function labelled(
  points: readonly (readonly [x: number, y: number])[],
  widths: readonly number[],
  within: { width: number; height: number },
  size = 15,
): (Box | null)[] {
  const taken: Box[] = points.map(([x, y]) => ({ x: x - 5, y: y - 5, width: 10, height: 10 }));
  return points.map(([x, y], at) => {
    const width = widths[at] ?? 0;
    const gap = 8;
    const tries: Box[] = [
      [x + gap, y - size / 2],
      [x - gap - width, y - size / 2],
      [x - width / 2, y - gap - size],
      [x - width / 2, y + gap],
      [x + gap - 2, y - gap - size / 2 - 2],
      [x + gap - 2, y + gap - size / 2 + 2],
      [x - gap + 2 - width, y - gap - size / 2 - 2],
      [x - gap + 2 - width, y + gap - size / 2 + 2],
    ].map(([left, top]) => ({ x: left!, y: top!, width, height: size }));
    const inside = (box: Box): boolean =>
      box.x >= 0 && box.y >= 0 && box.x + box.width <= within.width && box.y + box.height <= within.height;
    const own = taken[at];
    const free = tries.find((box) => inside(box) && !taken.some((each) => each !== own && overlap(box, each)));
    if (free) taken.push(free);
    return free ?? null;
  });
}
