import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import styles from "#app/ui/canvas/canvas.css?url";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { type CanvasShown, canvasData } from "./canvas-data.ts";
import { RunActs } from "./run-acts.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `${data ? `Canvas of ${data.workflow.name}` : "Canvas"} · Perigee` },
];

export const links: LinksFunction = () => [{ rel: "stylesheet", href: styles }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.view", (ctx) =>
		canvasData(ctx, args.params.id ?? "", new URL(args.request.url).searchParams.get("run")),
	);

// The drawing needs a script, and a large one: it comes on this page alone, after the page itself.
const Studio = lazy(async () => ({ default: (await import("./studio-canvas.tsx")).StudioCanvas }));

export default function CanvasPage() {
	const shown = useLoaderData<typeof loader>() as CanvasShown;
	const { workflow, run } = shown;
	useLiveRefresh(run ? [`workflow-run:${run.id}`] : []);
	return (
		<Page
			title={workflow.name}
			crumbs={[{ label: "Studio", href: "/studio" }]}
			search={null}
			width="edge"
			actions={
				<>
					<ButtonLink to={`/studio/${workflow.id}`}>Outline</ButtonLink>
					<RunActs shown={shown} />
				</>
			}
		>
			<Drawn shown={shown} key={`${workflow.id} ${run?.id ?? ""}`} />
		</Page>
	);
}

/** The drawing once there is a script to draw it; what it needs is measured in the browser, so a server has no use for it. */
function Drawn({ shown }: { shown: CanvasShown }) {
	const [isHere, setHere] = useState(false);
	useEffect(() => setHere(true), []);
	const waiting = <Waiting id={shown.workflow.id} />;
	if (!isHere) return waiting;
	return (
		<Suspense fallback={waiting}>
			<Studio shown={shown} />
		</Suspense>
	);
}

function Waiting({ id }: { id: string }) {
	return (
		<div className="canvas-waiting">
			<Notice>
				The canvas is loading. It needs JavaScript: without it the same workflow is edited as an{" "}
				<Link to={`/studio/${id}`}>outline</Link>.
			</Notice>
		</div>
	);
}
