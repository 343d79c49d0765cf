import { expect, test } from "vitest";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";

const settings = nodeTypes().get("on_schedule")!.settings;

test.each(["* * * * * *", "@every 1s", "99 * * * *", "0 0 30 2 *"])(
	"FLOW-1 a schedule that never comes is a problem: %s",
	(cron) => {
		expect(settings.safeParse({ cron }).error?.issues[0]?.message).toMatch(/no such time|five fields/);
	},
);

test("FLOW-1 a schedule in a zone that does not exist is a problem", () => {
	expect(settings.safeParse({ cron: "0 9 * * 1", timeZone: "Nowhere/X" }).success).toBe(false);
	expect(settings.safeParse({ cron: "0 9 29 2 *", timeZone: "Europe/Berlin" }).success).toBe(true);
});
