import { Form, Link } from "@remix-run/react";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import type { ShownWays } from "./ways-data.ts";

/** Where a step leads and what leads to it, with what can be done about it. */
export function NodeWays({
	path,
	node,
	ways,
	canEdit,
}: {
	path: string;
	node: string;
	ways: ShownWays;
	canEdit: boolean;
}) {
	const at = (port: string) => new URLSearchParams({ after: node, port }).toString();
	return (
		<>
			{ways.out.length > 0 && (
				<Section title="Ways out">
					<ul className="flow-ways">
						{ways.out.map(({ port, isGone, to }) => (
							<li key={port}>
								<b>{portLabel(port)}</b>
								{isGone && <span className="flow-problem"> This way does not exist any more.</span>}
								{to.length === 0 && <span className="muted"> it ends</span>}
								{to.map((target) => (
									<Target
										key={target.id}
										path={path}
										edge={{ from: node, port, to: target.id }}
										name={target.name}
										canEdit={canEdit}
									/>
								))}
								{canEdit && !isGone && (
									<span className="cluster">
										<Link to={`${path}/steps/new?${at(port)}`} discover="none">
											Add step
										</Link>
										<Link to={`${path}/connections/new?${at(port)}`} discover="none">
											Connect with a step
										</Link>
									</span>
								)}
							</li>
						))}
					</ul>
				</Section>
			)}
			{ways.into.length > 0 && (
				<Section title="Comes from">
					<ul className="flow-ways">
						{ways.into.map(({ from, name, port }) => (
							<li key={`${from} ${port}`}>
								<Link to={`${path}/nodes/${from}`} discover="none">
									{name}
								</Link>{" "}
								<span className="muted">{portLabel(port)}</span>
							</li>
						))}
					</ul>
				</Section>
			)}
			{canEdit && <Acts path={path} node={node} isTrigger={ways.isTrigger} />}
		</>
	);
}

type Edge = { from: string; port: string; to: string };

function Target({ path, edge, name, canEdit }: { path: string; edge: Edge; name: string; canEdit: boolean }) {
	return (
		<div className="flow-target">
			<Link to={`${path}/nodes/${edge.to}`} discover="none">
				{name}
			</Link>
			{canEdit && (
				<Form discover="none" method="post" action={`${path}/connections?back=${path}/nodes/${edge.from}`}>
					<input type="hidden" name="from" value={edge.from} />
					<input type="hidden" name="port" value={edge.port} />
					<SubmitButton tone="quiet" small name="to" value={edge.to} aria-label={`Disconnect from ${name}`}>
						Disconnect
					</SubmitButton>
				</Form>
			)}
		</div>
	);
}

function Acts({ path, node, isTrigger }: { path: string; node: string; isTrigger: boolean }) {
	return (
		<Section title="This step">
			<div className="flow-acts">
				<ButtonLink to={`${path}/nodes/${node}/trial`} small>
					Try this step
				</ButtonLink>
				{isTrigger ? (
					<ButtonLink to={`${path}/steps/new?kind=trigger`} small>
						Begin otherwise
					</ButtonLink>
				) : (
					<>
						<ButtonLink to={`${path}/nodes/${node}/place`} small>
							Move
						</ButtonLink>
						<Form discover="none" method="post" action={`${path}/nodes/${node}/copy`}>
							<SubmitButton tone="plain" small>
								Copy
							</SubmitButton>
						</Form>
					</>
				)}
				<ButtonLink to={`${path}/nodes/${node}/removal`} small tone="quiet" icon="trash">
					Remove
				</ButtonLink>
			</div>
		</Section>
	);
}
