import { sql } from "kysely";
import { z } from "zod";
import { sayLength, sayMoney } from "#app/base/words/say-time.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({ q: z.string().trim().min(2).max(100).describe("Words of the service's name") });

type Row = {
	name: string;
	price_cents: number | null;
	duration_minutes: number | null;
	currency: string;
	places: string[];
	location_id: string;
};

export const findServices: ReadTool<z.output<typeof Input>> = {
	name: "find_services",
	purpose: "Find services with price and duration, and where they are offered.",
	permission: "locations.view",
	input: Input,
	async read(ctx, { q }) {
		const words = q.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
		const { rows } = await sql<Row>`select s.name, s.price_cents, s.duration_minutes, o.currency,
				array_agg(distinct l.name) as places, min(l.id::text) as location_id
			from services s join locations l on l.org_id = s.org_id and l.id = s.location_id
			join organisations o on o.id = s.org_id
			where s.org_id = ${ctx.org} and s.active and l.active
				and (select bool_and(strpos(lower(s.name), w) > 0) from unnest(${words}::text[]) w)
			group by s.name, s.price_cents, s.duration_minutes, o.currency
			order by s.name, s.price_cents limit 12`.execute(ctx.db);
		return {
			heading: rows.length === 0 ? `No service is called “${q}”.` : `Services with “${q}”:`,
			lines: rows.map((row) => ({
				text: `${row.name}: ${row.price_cents === null ? "price on request" : sayMoney(row.price_cents, row.currency)}${row.duration_minutes === null ? "" : `, ${sayLength(row.duration_minutes)}`}, at ${row.places.join(", ")}`,
				finding: { title: row.name, note: "service", href: `/settings/locations/${row.location_id}/services` },
			})),
		};
	},
};
