import type { getLeadPage } from "#app/domain/leads/lists/lead-page-queries.ts";

/** What the page of a lead is given, and each of its parts. */
export type LeadPageData = Awaited<ReturnType<typeof getLeadPage>> & { canEdit: boolean };
