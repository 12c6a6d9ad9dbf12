// Which rows of a long list are in view, where every row has the same height but one
// may be open.

export interface List {
  count: number;
  /** Pixels. */
  row: number;
  /** The row that is open, and how many pixels more it takes. */
  open?: { index: number; more: number } | undefined;
}

export interface Rows {
  first: number;
  /** Not part of it. */
  end: number;
  /** Where the first one begins. */
  top: number;
}

/** A few rows beyond what is in view, for who scrolls on. */
const BEYOND = 6;

/** Return the height of all rows. */
export function heightOf(list: List): number {
  return list.count * list.row + (list.open && list.open.index < list.count ? list.open.more : 0);
}

/** Return where a row begins. */
export function topOf(list: List, index: number): number {
  const { open } = list;
  return index * list.row + (open && open.index < index ? open.more : 0);
}

/** Return the row at a height. */
export function rowAt(list: List, height: number): number {
  const { open, row, count } = list;
  let index = Math.floor(height / row);
  if (open && index > open.index)
    index = Math.max(open.index, Math.floor((height - open.more) / row));
  return Math.max(0, Math.min(count - 1, index));
}

/** Return the rows to draw where so much is scrolled away and so much is seen. */
export function rowsInView(list: List, scrolled: number, seen: number): Rows {
  if (!list.count) return { first: 0, end: 0, top: 0 };
  const first = Math.max(0, rowAt(list, scrolled) - BEYOND);
  const end = Math.min(list.count, rowAt(list, scrolled + seen) + 1 + BEYOND);
  return { first, end, top: topOf(list, first) };
}
