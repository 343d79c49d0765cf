import { sql } from "kysely";
import { z } from "zod";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({});

/** Pending intakes are leads that nobody has written to and chats that wait for a person. */
export const listWaiting: ReadTool<z.output<typeof Input>> = {
	name: "list_waiting",
	purpose: "What waits for the team: pending intakes (new leads), chats that wait for a person, held messages.",
	permission: "leads.view",
	input: Input,
	async read(ctx) {
		const { counts } = await getToday(ctx);
		const { rows } = await sql<{ id: string; title: string; name: string }>`
			select l.id, l.title, coalesce(nullif(btrim(c.first_name || ' ' || c.last_name), ''), c.email, c.phone, 'Somebody') as name
			from leads l join contacts c on c.org_id = l.org_id and c.id = l.contact_id
			where l.org_id = ${ctx.org} and l.state = 'new' order by l.id desc limit 8`.execute(ctx.db);
		const counted = [
			{ count: counts.newLeads, words: "pending intakes (new leads)", href: "/leads?state=new" },
			{ count: counts.unanswered, words: "chats that wait for a person", href: "/conversations?show=waiting" },
			{ count: counts.held, words: "messages held in the outbox", href: "/outbox?state=held" },
		].filter(({ count }) => count > 0);
		return {
			heading: counted.length === 0 ? "Nothing waits for the team." : "This waits:",
			lines: [
				...counted.map(({ count, words, href }) => ({
					text: `${count} ${words}`,
					finding: { title: words, href },
				})),
				...rows.map(({ id, title, name }) => ({
					text: `${name}: ${title}`,
					finding: { title: `${name}, ${title}`, note: "lead", href: `/leads/${id}` },
				})),
			],
		};
	},
};
