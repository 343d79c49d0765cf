import { sql } from "kysely";
import { z } from "zod";
import { sayMoney } from "#app/base/words/say-time.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({
	from: z.iso.date().optional().describe("Closing on or after this day"),
	to: z.iso.date().optional().describe("Closing on or before this day"),
});

type Row = {
	id: string;
	name: string;
	stage: string;
	account: string | null;
	value: number;
	currency: string;
	closes: string | null;
};

export const listDeals: ReadTool<z.output<typeof Input>> = {
	name: "list_deals",
	purpose: "List open deals with stage, value and closing day, the earliest closing first.",
	permission: "deals.view",
	input: Input,
	async read(ctx, { from, to }) {
		const { rows } =
			await sql<Row>`select d.id, d.name, s.name as stage, a.name as account, d.value_cents as value, d.currency, d.closes_on as closes
			from deals d join pipeline_stages s on s.org_id = d.org_id and s.id = d.stage_id
			left join accounts a on a.org_id = d.org_id and a.id = d.account_id
			where d.org_id = ${ctx.org} and d.deleted_at is null and d.closed_at is null
				and (${from ?? null}::date is null or d.closes_on >= ${from ?? null}::date)
				and (${to ?? null}::date is null or d.closes_on <= ${to ?? null}::date)
			order by d.closes_on nulls last, d.id limit 15`.execute(ctx.db);
		const days = from || to ? ` closing${from ? ` from ${from}` : ""}${to ? ` to ${to}` : ""}` : "";
		return {
			heading: rows.length === 0 ? `There are no open deals${days}.` : `Open deals${days}:`,
			lines: rows.map((row) => ({
				text: [
					row.name,
					row.account,
					row.stage,
					sayMoney(row.value, row.currency),
					row.closes && `closes ${row.closes}`,
				]
					.filter(Boolean)
					.join(", "),
				finding: { title: row.name, note: "deal", href: `/deals/${row.id}` },
			})),
			more: { label: "All deals", href: "/deals" },
		};
	},
};
