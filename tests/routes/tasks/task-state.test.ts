import { expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { flashCookie, takeFlash } from "#app/doors/flash.ts";
import { action } from "#app/routes/tasks/task-state.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";

test("TASK-1 a task that was just finished is taken back by the button in the message, back on the same list", async () => {
	await openTestHouse();
	const org = await makeOrg();
	const cookie = await cookieOf(org, "user");
	const id = newId();
	await as(org, "user", (ctx) =>
		ctx.db.insertInto("tasks").values({ org_id: org.id, id, title: "Call Ann" }).execute(),
	);
	const stateOf = async () => (await as(org, "user", (ctx) => getTask(ctx, id))).state;
	const press = async (path: string, act: string) => {
		const response = (await action(argsFor({ cookie, path, params: { id }, fields: { act } }))) as Response;
		const carried = response.headers.get("Set-Cookie")?.split(";")[0] ?? "";
		const { flash } = await takeFlash(new Request("http://localhost:3000/", { headers: { cookie: carried } }));
		return { to: response.headers.get("Location"), flash };
	};

	const done = await press(`/tasks/${id}/state?back=%2Ftasks%3Fpriority%3Dhigh`, "complete");
	expect(done).toMatchObject({ to: "/tasks?priority=high", flash: { message: "Done: Call Ann" } });
	expect(await stateOf()).toBe("done");
	const { action: undo, act } = done.flash!.undo!;
	const undone = await press(undo, act);
	expect(undone).toEqual({ to: "/tasks?priority=high", flash: { message: "Open again: Call Ann" } });
	expect(await stateOf()).toBe("open");
	expect((await press(`/tasks/${id}/state`, "skip")).flash?.undo).toMatchObject({ act: "reopen" });
});

test("SEC-1 a note that leads off this product, or is none, is not shown", async () => {
	const take = async (value: unknown) => {
		const cookie = (await flashCookie().serialize(value)).split(";")[0]!;
		return (await takeFlash(new Request("http://localhost:3000/", { headers: { cookie } }))).flash;
	};
	expect(await take({ message: "Hi", undo: { action: "//evil.example/x", act: "a" } })).toBeUndefined();
	expect(await take({ message: "Hi", link: { to: "https://evil.example", label: "x" } })).toBeUndefined();
	expect(await take("Hi")).toBeUndefined();
	expect(await take({ message: "Hi", link: { to: "/tasks", label: "Tasks" } })).toMatchObject({ message: "Hi" });
});
