import { z } from "zod";
import { Figures } from "#app/domain/analytics/dashboard/schema.ts";
import { FOUND_KINDS } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { instantOut } from "#app/doors/api/endpoint-schema.ts";

const count = z.number().int();

export const showDashboard = endpoint({
	method: "GET",
	path: "/api/dashboard",
	summary: "Show the first page of the day",
	description:
		"What waits, what comes next, and figures that are five minutes old at most, or newer than the key's own last change.",
	permission: "dashboard.view",
	also: ["leads.view"],
	// Figures that are older are computed and kept.
	keeps: true,
	input: z.object({}),
	output: z.object({
		counts: z
			.object({ newLeads: count, unanswered: count, held: count, uncertain: count, openTasks: count })
			.describe("Up to 100 each"),
		figures: Figures,
		appointments: z.array(
			z.object({
				id: z.uuid(),
				title: z.string(),
				customer: z.string(),
				location: z.string(),
				startsAt: instantOut,
				zone: z.string(),
			}),
		),
		tasks: z.array(
			z.object({
				id: z.uuid(),
				title: z.string(),
				isOpen: z.boolean(),
				dueOn: z.iso.date().nullable(),
				priority: z.string(),
			}),
		),
	}),
	run: (ctx) => getToday(ctx),
});

export const search = endpoint({
	method: "GET",
	path: "/api/search",
	summary: "Find anything by name or words",
	description:
		"Of what the key's member and scopes may see: people by a part of their names, addresses and numbers, or called nearly so where nothing else is found; conversations and messages by the words in them; the rest by a part of the title. What stands in documents is searched by /api/knowledge/search.",
	permission: "search.view",
	input: z.object({
		q: z.string().trim().min(2).max(100),
		limit: z.coerce.number().int().min(1).max(20).default(5).describe("Of each kind"),
	}),
	output: z.object({
		data: z.array(z.object({ kind: z.enum(FOUND_KINDS), id: z.uuid(), name: z.string(), note: z.string() })),
	}),
	run: async (ctx, { q, limit }) => ({ data: await searchEverything(ctx, q, limit) }),
});
