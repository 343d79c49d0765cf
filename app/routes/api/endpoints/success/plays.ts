import { z } from "zod";
import { ACCOUNT_PLANS } from "#app/domain/crm/accounts/figures.ts";
import { executeAction } from "#app/domain/success/actions/execute-action.ts";
import { PLAY_ACTS } from "#app/domain/success/actions/schema.ts";
import { getRunContext } from "#app/domain/success/guided/context-queries.ts";
import { findPlayOfRun } from "#app/domain/success/queue/find-play-of-run.ts";
import { openPlay } from "#app/domain/success/queue/open-play.ts";
import { assertQueueMember, countQueue, listQueue, type QueuePlace } from "#app/domain/success/queue/queue-queries.ts";
import { ALL_STAGES, PLAY_STATES, PLAY_TYPES, type PlayStage } from "#app/domain/success/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import {
	cursorIn,
	instantIn,
	instantOut,
	pageLimit,
	pageOf,
	readCursor,
	writeCursor,
} from "#app/doors/api/endpoint-schema.ts";
import { ContractOut, StakeholderOut } from "./customers.ts";

const number = z.number().nullable();
const text = z.string().nullable();
const Stage = z.enum(ALL_STAGES as [PlayStage, ...PlayStage[]]);
const Part = z.object({
	value: z.union([z.number(), z.string()]).nullable(),
	points: z.number().describe("Tenths of a point"),
	of: z.number().describe("The most it gives, in tenths"),
});

const Item = z.object({
	...{ id: z.uuid(), type: z.enum(PLAY_TYPES), stage: Stage, state: z.enum(PLAY_STATES) },
	account: z.object({ id: z.uuid(), name: z.string() }),
	...{ memberId: text, member: text, isEscalated: z.boolean() },
	priority: z.number().describe("Tenths of a point, 0 to 1000"),
	breakdown: z.record(z.string(), Part),
	...{ arrCents: z.number(), currency: z.string(), renewalOn: text, daysUntilRenewal: number },
	...{ dueAt: instantOut.nullable(), runId: text, openedAt: instantOut },
});

const Figure = z.object({
	...{ type: z.enum(PLAY_TYPES), stage: Stage },
	...{ here: z.number().describe("To be done now"), away: z.number().describe("Snoozed or scheduled") },
});

const Place = z.object({ key: z.string().max(60), id: z.uuid() }) satisfies z.ZodType<QueuePlace>;

const ReadContractOut = z.object({
	...{ artifactId: z.uuid(), title: z.string(), endsOn: text, notice: text.describe("Such as 60 days") },
	...{ lastNoticeOn: text, renewsByItself: z.boolean().nullable() },
});

/** Queues, plays, what is done with them, and the context of their runs (SUCCESS-4, SUCCESS-6, SUCCESS-8). */
export const playEndpoints = {
	queue: endpoint({
		method: "GET",
		path: "/api/workflows/queue/{memberId}",
		summary: "Show a member's queue, by priority",
		description: "A member's own, or for managers anybody's. `companyId` narrows it to one account.",
		permission: "success.view",
		input: z.object({
			memberId: z.uuid(),
			companyId: z.uuid().optional(),
			type: z.enum(PLAY_TYPES).optional(),
			stage: Stage.optional(),
			where: z.enum(["here", "away"]).default("here").describe("`away`: what was snoozed or scheduled"),
			...{ limit: pageLimit, cursor: cursorIn },
		}),
		output: pageOf(Item).extend({ figures: z.array(Figure) }),
		async run(ctx, { memberId, companyId, type, stage, where, limit, cursor }) {
			await assertQueueMember(ctx, memberId);
			// Programs that know one company only send its organisation: that narrows nothing.
			const accountId = companyId === ctx.org ? undefined : companyId;
			const after = readCursor(Place, cursor);
			const page = await listQueue(ctx, { memberId, accountId, type, stage, where, after, limit: Number(limit) });
			return { data: page.data, next: writeCursor(page.next), figures: await countQueue(ctx, memberId) };
		},
	}),
	open: endpoint({
		method: "POST",
		path: "/api/workflows/queue/items/{id}/open",
		summary: "Open a play: begin its run, or resume it",
		description: "However often it is asked, one run begins.",
		permission: "success.work",
		also: ["workflows.run"],
		input: z.object({ id: z.uuid() }),
		output: z.object({ playId: z.uuid(), runId: z.uuid(), isResumed: z.boolean() }),
		run: (ctx, { id }) => openPlay(ctx, id),
	}),
	execute: endpoint({
		method: "POST",
		path: "/api/workflows/actions/execute",
		summary: "Snooze, skip, escalate or schedule a play, or do one of the organisation's own actions",
		description:
			"By the play, or by the run (`executionId`) that goes through it; where both are named they belong together. " +
			"What is snoozed or scheduled comes back by itself.",
		permission: "success.work",
		also: ["workflows.run", "tasks.edit", "guided-steps.complete"],
		input: z.strictObject({
			playId: z.uuid().optional(),
			executionId: z.uuid().optional(),
			action: z.union([z.enum(PLAY_ACTS), z.uuid()]).describe("One of these, or the id of an action of one's own"),
			until: instantIn.optional().describe("Snooze, schedule: when it comes back"),
			reason: z.string().max(1_000).optional(),
			memberId: z.uuid().optional().describe("Escalate: to whom"),
			stepId: z.uuid().optional().describe("Skip: this step alone"),
		}),
		output: z.object({ id: z.uuid(), act: z.enum(PLAY_ACTS), label: z.string(), until: instantOut.nullable() }),
		async run(ctx, { executionId, playId, ...asked }) {
			const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
			return executeAction(ctx, {
				...(given as typeof asked & { until: Date }),
				playId: await findPlayOfRun(ctx, { playId, runId: executionId }),
			});
		},
	}),
	context: endpoint({
		method: "GET",
		path: "/api/workflows/{id}/context",
		summary: "Show the customer's context of a run",
		description: "Of the run `executionId`, or else of the workflow's newest about an account.",
		permission: "success.view",
		also: ["accounts.view"],
		input: z.object({ id: z.uuid(), executionId: z.uuid().optional() }),
		output: z.object({
			customer: z.object({
				...{ id: z.uuid(), name: z.string(), industry: text, plan: z.enum(ACCOUNT_PLANS), owner: text },
				stakeholders: z.array(
					StakeholderOut.extend({ id: z.string().describe("Of a stakeholder, or a key of the map") }),
				),
			}),
			intelligence: z.object({ health: number, risk: number, opportunity: number }),
			data: z.object({
				financials: z.object({
					...{ arrCents: z.number(), previousArrCents: number, currency: z.string(), renewalOn: text },
					contracts: z.array(ContractOut).describe("Those that are noted, and the newest that was read"),
					readContract: ReadContractOut.nullable(),
				}),
				usage: z.object({ seats: number, activeUsers: number, utilisation: number, trend: number }),
				engagement: z.object({ lastContactOn: text, lastQbrOn: text, nextQbrOn: text, openTickets: number }),
			}),
			workflow: z.object({
				...{ id: z.uuid(), name: z.string(), executionId: z.uuid(), playId: text },
				...{ type: z.enum(PLAY_TYPES).nullable(), stage: Stage.nullable() },
				...{ daysUntilRenewal: number, priority: number.describe("In points, 0 to 100") },
			}),
		}),
		run: (ctx, { id, executionId }) => getRunContext(ctx, { workflowId: id, executionId }),
	}),
};
