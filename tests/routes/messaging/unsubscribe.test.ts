import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MessageParts } from "#app/domain/messaging/schema.ts";
import { action, loader } from "#app/routes/messaging/unsubscribe.tsx";
import { cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { allowSending, makeContact, messageRow, queue } from "#tests/support/messaging.ts";

let org: TestOrg;
let email: string;
let url: string;

beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg("Northside Garage");
	await allowSending(org, { smtpPort: 9 });
	const contact = await makeContact(org);
	email = contact.email;
	const { id } = await queue(org, { contactId: contact.id });
	url = MessageParts.parse((await messageRow(org, id)).parts).email!.unsubscribeUrl!;
});

describe("the unsubscribe link of an email", () => {
	test("MSG-5 looking at it changes nothing, as link scanners do", async () => {
		expect(await loader(args())).toMatchObject({ address: email, reason: null, org: { name: "Northside Garage" } });
		expect(await reasons()).toEqual([]);
	});

	test("MSG-5 one click posts without cookies, answers 200 and acts once (RFC 8058)", async () => {
		for (let time = 0; time < 2; time++) {
			const answer = await action(args(new URLSearchParams({ "List-Unsubscribe": "One-Click" })));
			expect(answer).toBeInstanceOf(Response);
			expect((answer as Response).status).toBe(200);
		}
		expect(await reasons()).toEqual(["unsubscribed"]);
	});

	test("MSG-5 one click works as multipart form too", async () => {
		const form = new FormData();
		form.set("List-Unsubscribe", "One-Click");
		await action(args(form));
		expect(await reasons()).toEqual(["unsubscribed"]);
	});

	test("MSG-5 the button unsubscribes and takes it back, by redirect", async () => {
		expect(await action(args(new URLSearchParams({ act: "unsubscribe" })))).toMatchObject({ status: 303 });
		expect(await loader(args())).toMatchObject({ reason: "unsubscribed" });
		await action(args(new URLSearchParams({ act: "resubscribe" })));
		expect(await reasons()).toEqual([]);
	});

	test("AUDIT-1 what a member does through a customer's link is the customer's act, and names the member", async () => {
		const cookie = await cookieOf(org, "manager");
		const stranger = await cookieOf(await makeOrg("Southside"), "owner");
		const sent = async (act: string, cookie?: string) => {
			const body = new URLSearchParams({ act });
			const plain = args(body);
			const headers = new Headers(cookie ? { cookie } : undefined);
			await action({
				...(plain as object),
				request: new Request("http://localhost/", { method: "POST", body, headers }),
			} as never);
			return asActor(org.id, SYSTEM, ({ db }) =>
				db
					.selectFrom("events")
					.select(["actor_kind", "data"])
					.where("actor_kind", "=", "customer")
					.orderBy("id", "desc")
					.executeTakeFirstOrThrow(),
			);
		};
		const { name } = org.members.manager;
		expect((await sent("unsubscribe", cookie)).data).toMatchObject({ linkOpenedBy: name });
		expect((await sent("resubscribe")).data).not.toHaveProperty("linkOpenedBy");
		expect((await sent("unsubscribe", stranger)).data).not.toHaveProperty("linkOpenedBy");
	});

	test("MSG-5 taking it back does not lift a bounce", async () => {
		await asActor(org.id, SYSTEM, (ctx) =>
			ctx.db
				.insertInto("suppressions")
				.values({ org_id: ctx.org, channel: "email", address: email, reason: "bounced" })
				.execute(),
		);
		await action(args(new URLSearchParams({ act: "resubscribe" })));
		expect(await reasons()).toEqual(["bounced"]);
	});

	test("an empty post and a token that is none change nothing", async () => {
		await action(args(new URLSearchParams({ other: "x" })));
		expect(await reasons()).toEqual([]);
		url = `http://localhost:3000/unsubscribe/${"A".repeat(43)}`;
		const posted = action(args(new URLSearchParams({ "List-Unsubscribe": "One-Click" })));
		await expect(posted).rejects.toMatchObject({ status: 404 });
	});
});

function args(body?: URLSearchParams | FormData) {
	const token = url.split("/").at(-1)!;
	const request = new Request(url, body ? { method: "POST", body } : {});
	return { request, params: { token }, context: {} } as unknown as Parameters<typeof action>[0];
}

async function reasons(): Promise<string[]> {
	const rows = await asActor(org.id, SYSTEM, (ctx) => ctx.db.selectFrom("suppressions").select("reason").execute());
	return rows.map((row) => row.reason);
}
