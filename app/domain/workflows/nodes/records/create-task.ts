import { z } from "zod";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { TASK_PRIORITIES, TASK_SUBJECTS, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import { inWords } from "#app/domain/workflows/nodes/in-words.ts";
import { defineNode, type Woken, type Work } from "#app/domain/workflows/nodes/node-type.ts";
import { standInId } from "#app/domain/workflows/nodes/stand-ins.ts";
import { needed, optional, optionalId, optionalMember } from "#app/domain/workflows/nodes/texts.ts";

const SUBJECTS = ["run", "none", ...TASK_SUBJECTS] as const;

type Settings = {
	title: string;
	detail: string;
	assignee: string;
	priority: TaskPriority;
	dueInDays: number;
	about: (typeof SUBJECTS)[number];
	aboutId: string;
	waits: boolean;
	days: number;
};

/** A run that waits goes on however its task ends, and its next steps read how. */
const OUTCOMES: Record<string, string> = {
	"task.completed": "done",
	"task.skipped": "skipped",
	"task.trashed": "deleted",
};

const sample = { task: "", outcome: "open", by: null as string | null };

/** Gives a person a task (FLOW-1), and waits until it is done where told to. */
export const createTaskNode = defineNode<Settings>({
	type: "create_task",
	label: "Create a task",
	group: "records",
	hint: "Gives a person a task, and can wait until it is done.",
	settings: z.strictObject({
		title: needed("say what is to be done", 300),
		detail: optional(5_000),
		assignee: optionalMember(),
		priority: z.enum(TASK_PRIORITIES).default("normal"),
		dueInDays: z.coerce.number().int().min(-1).max(400).default(-1),
		about: z.enum(SUBJECTS).default("run"),
		aboutId: optionalId(),
		waits: z.coerce.boolean().default(false),
		days: z.coerce.number().min(0).max(400).default(0),
	}),
	fields: [
		{ name: "title", label: "What is to be done", kind: "text", help: "May hold {{ expressions }}." },
		{ name: "detail", label: "Details", kind: "lines", isOptional: true },
		{ name: "assignee", label: "For", kind: "member", isOptional: true },
		{
			name: "priority",
			label: "Priority",
			kind: "choice",
			choices: TASK_PRIORITIES.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) })),
		},
		{ name: "dueInDays", label: "Due in (days)", kind: "number", isOptional: true, help: "Empty: no day." },
		{
			name: "about",
			label: "About",
			kind: "choice",
			choices: [
				{ value: "run", label: "What the run is about" },
				{ value: "none", label: "Nothing in particular" },
				...TASK_SUBJECTS.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) })),
			],
		},
		{
			name: "aboutId",
			label: "Which",
			kind: "text",
			isOptional: true,
			references: "record",
			help: "Of a record of one kind. A lead is named by an expression.",
		},
		{
			name: "waits",
			label: "Wait until it is done",
			kind: "switch",
			help: "It goes on when the task is skipped or deleted too; its outcome says so.",
		},
		{ name: "days", label: "At most (days)", kind: "number", isOptional: true, help: "0: without end." },
	],
	ports: (settings) => (settings.waits === true || settings.waits === "true" ? ["next", "late"] : ["next"]),
	canFail: true,
	act: (ctx, work) =>
		inWords(async () => {
			const { title, detail, assignee, priority, dueInDays, waits, days } = work.settings;
			const { time_zone } = await ctx.db
				.selectFrom("organisations")
				.select("time_zone")
				.where("id", "=", ctx.org)
				.executeTakeFirstOrThrow();
			const subject = subjectOf(work);
			const { id } = await createTask(
				ctx,
				{
					title: title.slice(0, 300),
					detail,
					priority,
					dueDate: dueInDays < 0 ? null : dayIn(work.now, dueInDays, time_zone),
					assignedTo: assignee || null,
					...(subject ? { subject } : {}),
				},
				{ runId: work.run.id },
			);
			if (!waits) return { output: { task: id, outcome: "open" } };
			const until = days > 0 ? { until: new Date(work.now.getTime() + days * 86_400_000) } : {};
			return {
				wait: { for: "event", event: { name: "task.ended", subject: id }, ...until },
				output: { task: id, outcome: "open" },
			};
		}),
	preview: ({ settings, ...work }) => ({
		effect: `Would give a task: “${settings.title}”${settings.waits ? ", and wait until it is done" : ""}.`,
		output: {
			...{ task: standInId(work), outcome: settings.waits ? "done" : "open" },
			...(settings.waits ? { by: "Ann" } : {}),
			onTrial: { kind: "task", fields: { title: settings.title } },
		},
	}),
	resume: (_work, { by, data }: Woken) => {
		if (by !== "event") return { port: "late", output: { task: "", outcome: "open" } };
		const { name, subject, actor } = data as { name: string; subject: { id: string }; actor: { name: string } };
		return { output: { task: subject.id, outcome: OUTCOMES[name] ?? "done", by: actor.name } };
	},
	sample,
});

function subjectOf({ settings, run }: Work<Settings>) {
	const { about, aboutId } = settings;
	if (about === "none") return undefined;
	if (about !== "run") return { type: about, id: aboutId };
	const type = TASK_SUBJECTS.find((one) => one === run.subject?.type);
	return type && run.subject ? { type, id: run.subject.id } : undefined;
}

/** The calendar day so many days on, in a zone. */
function dayIn(now: Date, days: number, zone: string): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(
		new Date(now.getTime() + days * 86_400_000),
	);
}
