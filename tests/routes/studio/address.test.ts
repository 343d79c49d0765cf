import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { findPostAddress } from "#app/doors/hooks/workflow-post.ts";
import * as address from "#app/routes/studio/address/address.tsx";
import * as publication from "#app/routes/studio/publication.tsx";
import { render } from "#tests/ui/render.tsx";
import { add, blank, openStudio, post, see } from "./studio-forms.ts";

let people: Awaited<ReturnType<typeof openStudio>>;
beforeAll(async () => {
	people = await openStudio();
});

const tokenIn = (reply: { detail?: Record<string, unknown> | undefined } | undefined) =>
	/\/hooks\/workflows\/([\w-]+)$/.exec(String(reply?.detail?.address))![1]!;
const owner = (token: string) => findPostAddress({ params: { token }, ip: "127.0.0.9" });

describe("FLOW-1 the address of a webhook or form can be had again", () => {
	test("FLOW-1 whoever may edit makes a new one, the old one is refused, and two at once lose none", async () => {
		const id = await blank("Form");
		await add(id, "on_webhook");
		const { version } = await see(publication, { id });
		const first = tokenIn((await post(publication, { id }, { version: String(version) })).reply);
		expect(await owner(first)).toMatchObject({ workflowId: id });
		const { mark } = (await see(address, { id })) as { mark: string };
		const both = await Promise.all([1, 2].map(() => post(address, { id }, { mark })));
		const made = both.filter(({ reply }) => reply?.detail?.address);
		expect(made).toHaveLength(1);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(await owner(tokenIn(made[0]!.reply))).toMatchObject({ workflowId: id });
		await expect(owner(first)).rejects.toMatchObject({ status: 404 });
	});

	test("FLOW-1 a viewer and another firm make none, and a workflow begun by hand has none", async () => {
		const id = await blank("Form");
		await add(id, "on_webhook");
		await post(publication, { id }, { version: String((await see(publication, { id })).version) });
		const { mark } = (await see(address, { id })) as { mark: string };
		expect(await post(address, { id }, { mark }, { cookie: people.viewer })).toMatchObject({ status: 403 });
		expect(await post(address, { id }, { mark }, { cookie: people.stranger })).toMatchObject({ status: 404 });
		expect((await see(address, { id })).mark).toBe(mark);
		const byHand = await blank("Hand");
		expect(await post(address, { id: byHand }, { mark })).toMatchObject({ status: 409 });
		await expect(see(address, { id: newId() })).rejects.toMatchObject({ status: 404 });
	});

	test("FLOW-1 where the draft alone begins by a form it is said to publish it; where nothing does, what to draw", async () => {
		const shown = async (id: string) => {
			const { name, ...known } = await see(address, { id });
			expect(known.mark).toBe(null);
			const props = { name, crumbs: [], path: `/studio/${id}`, isDrafted: "isDrafted" in known && known.isDrafted };
			return render(createElement(address.NoAddressPage, props));
		};
		const id = await blank("Form");
		expect(await shown(id)).toContain("let “Webhook or form” begin it and publish it");
		await add(id, "on_webhook");
		const said = await shown(id);
		expect(said).toContain("stands in the draft only. Publish the draft");
		expect(said).toContain(`href="/studio/${id}/publication"`);
		await expect(see(address, { id }, { cookie: people.stranger })).rejects.toMatchObject({ status: 404 });
	});
});
