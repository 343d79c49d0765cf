import { ShopError, type ShopOrder } from "./port.ts";

/**
 * How to walk a shop's orders by their last change, page by page, without losing one.
 *
 * The walk asks for `updatedDate >= floor`, sorted by it, and moves the floor to the last change it saw, so that an
 * order that changes meanwhile moves towards the end and is met there. Only when a page does not move the floor (a
 * hundred orders changed in the same instant, or an answer that is not sorted after all) does it skip; then the floor
 * stays until the end and the latest change seen is remembered apart. A finished walk begins the next one two minutes
 * earlier, for changes that were written late.
 */

export type OrderCursor = { floor: Date; skip: number; latest: Date; fresh: boolean };

export const OVERLAP_MS = 120_000;

export function freshCursor(since: Date): string {
	return written({ floor: since, skip: 0, latest: since, fresh: true });
}

/** Throws a `rejected` for a text that is no cursor; null asks from the beginning. */
export function readCursor(text: string | null): OrderCursor {
	if (text === null) return { floor: new Date(0), skip: 0, latest: new Date(0), fresh: true };
	const [floor, latest, skip, state] = text.split("|");
	const cursor = {
		floor: new Date(floor!),
		latest: new Date(latest ?? ""),
		skip: Number(skip),
		fresh: state === "fresh",
	};
	const whole = [cursor.floor.getTime(), cursor.latest.getTime(), cursor.skip].every((part) =>
		Number.isSafeInteger(part),
	);
	if (!whole) throw new ShopError("rejected", "The place to continue from could not be read");
	return cursor;
}

/** The instant to ask from. */
export function floorOf(cursor: OrderCursor): Date {
	return cursor.fresh ? new Date(Math.max(0, cursor.floor.getTime() - OVERLAP_MS)) : cursor.floor;
}

/**
 * Where to go on after a page that was asked for from `floorOf(cursor)`. `page` holds all its orders, as they came;
 * `sorted` says whether the shop was asked to sort them by their last change.
 */
export function nextCursor(cursor: OrderCursor, page: ShopOrder[], more: boolean, sorted: boolean): string {
	const floor = floorOf(cursor);
	const times = page.map((order) => order.updatedAt.getTime());
	const latest = new Date(Math.max(cursor.latest.getTime(), ...times));
	if (!more) return written({ floor: latest, skip: 0, latest, fresh: true });
	const last = times.at(-1) ?? floor.getTime();
	const inOrder = sorted && times.every((time, at) => at === 0 || times[at - 1]! <= time);
	if (inOrder && cursor.skip === 0 && last > floor.getTime()) {
		return written({ floor: new Date(last), skip: 0, latest, fresh: false });
	}
	return written({ floor, skip: cursor.skip + page.length, latest, fresh: false });
}

function written({ floor, latest, skip, fresh }: OrderCursor): string {
	return [floor.toISOString(), latest.toISOString(), skip, fresh ? "fresh" : "walking"].join("|");
}
