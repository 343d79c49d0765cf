import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { defineNode, type Woken } from "../node-type.ts";

type Settings = { title: string; details: string; needed: number; role: "user" | "manager" | "admin"; days: number };

/** Asks people whether it goes on: so many yes are needed, one no is enough (FLOW-1). */
export const approval = defineNode<Settings>({
	type: "approval",
	label: "Approval",
	group: "people",
	hint: "Waits until somebody says yes or no.",
	settings: z.strictObject({
		title: z.string("say what is to be approved").trim().min(1, "say what is to be approved").max(200),
		details: z.string().max(10_000).default(""),
		needed: z.coerce.number().int().min(1).max(20).default(1),
		role: z.enum(["user", "manager", "admin"]).default("manager"),
		days: z.coerce.number().min(0).max(400).default(0),
	}),
	fields: [
		{ name: "title", label: "What is to be approved", kind: "text" },
		{ name: "details", label: "Details", kind: "lines", isOptional: true, help: "May hold {{ expressions }}." },
		{ name: "needed", label: "How many must say yes", kind: "number" },
		{
			name: "role",
			label: "Who may decide",
			kind: "choice",
			choices: [
				{ value: "user", label: "Any member" },
				{ value: "manager", label: "Managers and above" },
				{ value: "admin", label: "Administrators and above" },
			],
		},
		{ name: "days", label: "At most (days)", kind: "number", isOptional: true, help: "0: without end." },
	],
	ports: () => ["approved", "declined", "late"],
	canFail: true,
	act: async (ctx, { settings, run, stepId, now }) => {
		const { title, details, needed, role, days } = settings;
		const until = days > 0 ? new Date(now.getTime() + days * 86_400_000) : undefined;
		const id = newId();
		await ctx.db
			.insertInto("approvals")
			.values({
				org_id: ctx.org,
				id,
				run_id: run.id,
				step_id: stepId,
				title,
				details,
				needed,
				least_role: role,
				due_at: until ?? null,
				created_at: ctx.now,
			})
			.execute();
		await ctx.record({
			name: "approval.asked",
			subject: { type: "approval", id },
			parent: { type: "workflow", id: run.workflow.id },
			data: { title, run: run.id },
		});
		return { wait: { for: "person", ...(until ? { until } : {}) }, output: { approval: id } };
	},
	preview: ({ settings }) => ({
		effect: `Would ask for an approval: “${settings.title}”. Goes on as if it was given.`,
		port: "approved",
		output: { decision: "approved", votes: [] },
	}),
	sample: { decision: "approved", votes: [] },
	resume: (_work, { by, data }: Woken) => {
		if (by === "time") return { port: "late", output: { decision: "late", votes: [] } };
		const { decision } = data as { decision: "approved" | "declined" };
		return { port: decision, output: data };
	},
});
