import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { RefusedSenders } from "#app/doors/hooks/refused-senders.ts";
import { openTestHouse } from "#tests/support/house.ts";

beforeAll(() => openTestHouse());

const IP = "198.51.100.7";

test("LEAD-2 a sender whose signatures do not hold is not read any more for a while, and nobody else is kept out", async () => {
	let now = 0;
	const [one, other] = [new RefusedSenders(() => now), new RefusedSenders(() => now)];
	const path = `/hooks/shop/${newId()}`;
	for (let count = 0; count < 120; count++) await one.count(path, IP);
	expect(() => one.check(path, IP)).not.toThrow();
	// Another process goes on counting where this one was.
	const isRead = () => {
		try {
			other.check(path, IP);
			return true;
		} catch {
			return false;
		}
	};
	// Two a second flow back while this goes on.
	for (let count = 0; count < 60 && isRead(); count++) await other.count(path, IP);
	expect(() => other.check(path, IP)).toThrow(expect.objectContaining({ status: 429, retryAfterSeconds: 1 }));
	expect(() => other.check(path, "198.51.100.8")).not.toThrow();
	expect(() => other.check(`/hooks/shop/${newId()}`, IP)).not.toThrow();
	now += 1_001;
	expect(() => other.check(path, IP)).not.toThrow();
});
