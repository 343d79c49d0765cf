import type { ArtifactKind } from "#app/domain/artifacts/schema.ts";
import { assessmentView } from "./assessment.tsx";
import { contractAnalysisView } from "./contract/contract-analysis.tsx";
import { openTasksView } from "./open-tasks.tsx";
import { plain } from "./plain.tsx";
import { pricingView } from "./pricing/pricing.tsx";
import { recommendationsView } from "./recommendations.tsx";
import { stakeholderMapView } from "./stakeholder-map.tsx";
import type { KindView } from "./view.ts";

/** How each kind of ours is shown and edited; what is missing here, and any other word, is read plainly and edited as JSON. */
const VIEWS: Partial<Record<ArtifactKind, unknown>> = {
	assessment: assessmentView,
	open_tasks: openTasksView,
	contract_analysis: contractAnalysisView,
	pricing: pricingView,
	stakeholder_map: stakeholderMapView,
	recommendations: recommendationsView,
};

/** The view of a kind. What it shows is what its schema made of it, whichever kind it is. */
export const viewOf = (kind: string): KindView<unknown> => (VIEWS[kind as ArtifactKind] ?? plain) as KindView<unknown>;
