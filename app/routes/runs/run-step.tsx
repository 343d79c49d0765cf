import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { getRunStep } from "#app/domain/workflows/reading/run-steps.ts";
import { readingPage } from "#app/doors/page.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { namedNodes } from "./run-data.ts";
import { howItWent } from "./step-words.ts";

export const meta = () => [{ title: "Step of a run · Perigee" }];

/** One step with all that it was given and made: what is too long for the run's story. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.view", async (ctx) => {
		const { graph, ...run } = await getRun(ctx, args.params.id ?? "");
		const step = await getRunStep(ctx, run.id, args.params.step ?? "");
		const name = namedNodes(graph).find(({ id }) => id === step.node)?.name ?? step.node;
		return { run: run.id, workflow: run.workflow.name, name, step };
	});

export default function RunStepPage() {
	const { run, workflow, name, step } = useLoaderData<typeof loader>();
	return (
		<Page title={name} crumbs={[{ label: workflow, href: `/runs/${run}` }]} search={null}>
			<p>It {howItWent(step)}.</p>
			{step.error && <p>{step.error}</p>}
			{step.effect && <p>{step.effect}</p>}
			<Whole title="Given" json={step.input} />
			<Whole title="Made" json={step.output} />
		</Page>
	);
}

function Whole({ title, json }: { title: string; json: { text: string } | null }) {
	return (
		<Section title={title}>
			{json ? <pre>{JSON.stringify(JSON.parse(json.text), null, 2)}</pre> : <p className="muted">Nothing.</p>}
		</Section>
	);
}
