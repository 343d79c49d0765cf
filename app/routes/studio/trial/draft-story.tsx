import { Section } from "#app/ui/frame/page.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import type { ShownTrial } from "./shown-trial.ts";

const WORDS = {
	succeeded: { tone: "good", title: "It would come to its end." },
	failed: { tone: "bad", title: "It would fail." },
	endless: { tone: "warn", title: "It takes too long, or goes round: from here on it was no longer followed." },
} as const;

/** What the draft would do, step by step, each leading to where it is set up. */
export function DraftStory({ path, tried }: { path: string; tried: ShownTrial }) {
	const { tone, title } = WORDS[tried.outcome];
	return (
		<Section title="What the draft would do">
			<div className="stack">
				<div role="status">
					<Notice tone={tone} title={title}>
						This was the draft. Nothing left, and nothing was changed.
					</Notice>
				</div>
				<ol className="flow-steps">
					{tried.steps.map((step, at) => (
						<li key={step.key} className="flow-step">
							<div className="flow-line">
								<span className="flow-number">{at + 1}</span>
								<div>
									<a href={`${path}/nodes/${step.node}`}>{step.name}</a>
									{step.item && <span className="muted"> ({step.item})</span>}
									{step.error ? (
										<p className="flow-problem">
											<Icon name="error" /> {step.error}
										</p>
									) : (
										<p>{step.went}</p>
									)}
									<Kept label="Given" text={step.given} />
									{!step.error && <Kept label="Would make" text={step.made} />}
								</div>
							</div>
						</li>
					))}
				</ol>
			</div>
			{tried.left > 0 && <p className="muted">And {tried.left} more steps.</p>}
		</Section>
	);
}

function Kept({ label, text }: { label: string; text: string | null }) {
	if (text === null) return null;
	return (
		<details className="flow-json">
			<summary>{label}</summary>
			<pre>{text}</pre>
		</details>
	);
}
