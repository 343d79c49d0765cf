import { beforeAll } from "vitest";
import { newId } from "#app/base/ids.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

// An organisation with a location and a key, and a stranger's key, for the file that imports this.

export let org: TestOrg;
export let place: Awaited<ReturnType<typeof makePlace>>;
export let key: string;
export let strangers: string;

/** Call it once at the top of a file: what it opens is that file's own. */
export function openTwoFirms(): void {
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		place = await makePlace(org.id);
		key = await makeKey(org);
		strangers = await makeKey(await makeOrg("Another firm"));
	});
}

/** A lead posted by key. */
export const newLead = (more: object = {}) =>
	callApi(key, "/api/leads", {
		body: {
			locationId: place.id,
			title: "Brakes",
			contact: { firstName: "Ann", email: `${newId()}@c.test` },
			...more,
		},
	});
