import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { readBeside } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { kindLabel } from "#app/domain/artifacts/schema.ts";
import { readingPage } from "#app/doors/page.ts";
import { PrintButton } from "#app/ui/behaviour/print-button.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { ApprovalState } from "./artifact-approval.tsx";
import { numberIn } from "./artifact-head.tsx";
import { viewOf } from "./kinds/views.ts";

export const meta = () => [{ title: "Print · Perigee" }];

/** One version of an artifact on paper: outside the frame, without anything to press but the way back. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "success.view", async (ctx, member) => {
		const artifact = await getArtifact(ctx, args.params.id ?? "", numberIn(args.request, "number"));
		const { members, reasons } = await readBeside(ctx, artifact);
		return { artifact, members, reasons, firm: member.org.name };
	});

export default function PrintArtifactPage() {
	const { artifact, firm, members, reasons } = useLoaderData<typeof loader>();
	const { View } = viewOf(artifact.kind);
	return (
		<main className="paper" id="main">
			<p className="paper-back">
				<a href={`/success/artifacts/${artifact.id}`}>Back to the artifact</a>
				<PrintButton />
			</p>
			<header className="paper-head">
				<p>{firm}</p>
				<h1>{artifact.title}</h1>
				<p className="muted">
					{artifact.account && `${artifact.account} · `}
					{kindLabel(artifact.kind)} · version {artifact.number} · <Time at={artifact.savedAt} as="whole" /> ·{" "}
					{artifact.savedBy}
				</p>
			</header>
			{(artifact.approval || reasons.length > 0) && <ApprovalState {...{ artifact, reasons }} isPaper />}
			<View {...{ artifact, members }} content={artifact.content} mayWork={false} />
		</main>
	);
}
