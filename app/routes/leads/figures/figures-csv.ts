import type { LoaderFunctionArgs } from "@remix-run/node";
import { getFigures } from "#app/domain/leads/figures/figure-queries.ts";
import { figureRange } from "#app/domain/leads/figures/figure-range.ts";
import { figuresCsv } from "#app/domain/leads/figures/figures-csv.ts";
import { page } from "#app/doors/page.ts";

/** The figures of the range in the address, as a file. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "figures.view", async (ctx, member) => {
		const query = new URL(args.request.url).searchParams;
		const range = figureRange({ from: query.get("from"), to: query.get("to") }, member.org.timeZone, ctx.now);
		return new Response(figuresCsv(await getFigures(ctx, range)), {
			headers: {
				"Content-Type": "text/csv; charset=utf-8",
				"Content-Disposition": `attachment; filename="lead-figures-${range.from}-${range.to}.csv"`,
				"Cache-Control": "no-store",
			},
		});
	});
