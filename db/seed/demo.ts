import { seedPipelines } from "./crm/pipelines.ts";
import { seedRecords } from "./crm/records.ts";
import type { DemoContent } from "./demo-content.ts";
import { fillOnce } from "./demo-filling.ts";
import { seedFirm } from "./firm/firm.ts";
import { seedOtherFirm } from "./firm/other-firm.ts";
import { seedKnowledge } from "./knowledge/documents.ts";
import { seedLeads } from "./leads/leads.ts";
import { DEMO_ORG, inDemoOrg, OTHER_ORG, seedPeople } from "./people.ts";
import { seedPlaces } from "./places.ts";
import { seedServices } from "./services.ts";
import { seedSuccess } from "./success/success.ts";

/**
 * Fills the demo organisations (OPS-2). The same each time but for its instants, which are counted from the first
 * filling; what is there stays as it is, and several processes at once fill it once. True when it filled something.
 */
export async function seedDemo(content: DemoContent): Promise<boolean> {
	await seedPeople();
	await seedPlaces();
	const filled = await inDemoOrg(DEMO_ORG, (ctx) =>
		fillOnce(ctx, async (firstAt) => {
			await seedServices(ctx, content.catalogue);
			await seedLeads(ctx, content, firstAt);
			await seedPipelines(ctx);
			await seedFirm(ctx, firstAt);
			await seedRecords(ctx, firstAt);
			await seedSuccess(ctx, firstAt);
			await seedKnowledge(ctx, firstAt);
		}),
	);
	await inDemoOrg(OTHER_ORG, (ctx) =>
		fillOnce(ctx, async (firstAt) => {
			await seedPipelines(ctx);
			await seedOtherFirm(ctx, firstAt);
		}),
	);
	return filled;
}
