import { enrichLeadJob } from "#app/domain/leads/intake/jobs.ts";
import { enrichLead, openEnrichment } from "#app/domain/leads/intake/orders/enrich-lead.ts";
import { gatherByOrder } from "#app/domain/leads/intake/orders/gather-shop-facts.ts";
import { providers } from "#app/providers/open.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";
import { permanently } from "#jobs/integrations/permanently.ts";

export const enrichLeadHandler = handles(enrichLeadJob, ({ orgId, leadId, attempt }, { requestId, now }) =>
	permanently(async () => {
		const actor = { kind: "system", name: "Shop intake" } as const;
		const step = <T>(fn: (ctx: Ctx) => Promise<T>) => inOrg({ org: orgId, actor, requestId, now }, fn);
		const wanted = await step((ctx) => openEnrichment(ctx, leadId));
		if (!wanted) return;
		const facts = await gatherByOrder(providers().shop(wanted.settings), wanted.externalOrderId);
		await step((ctx) => enrichLead(ctx, { leadId, facts, attempt }));
	}),
);
