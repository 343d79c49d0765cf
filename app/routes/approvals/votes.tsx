import { Section } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { ShownApproval } from "./approval-facts.tsx";

/** Who has said what, in the order in which they did. */
export function Votes({ approval: { votes, needed } }: { approval: ShownApproval }) {
	return (
		<Section title="Who has decided">
			{votes.length === 0 ? (
				<p className="muted">Nobody yet. {needed === 1 ? "One yes is needed." : `${needed} have to say yes.`}</p>
			) : (
				<ul className="stack">
					{votes.map(({ member, isYes, note, at }) => (
						<li key={member + at}>
							<strong>{member}</strong> <Status tone={isYes ? "good" : "bad"}>{isYes ? "Yes" : "No"}</Status>{" "}
							<span className="muted">
								<Time at={at} />
							</span>
							{note && <p>{note}</p>}
						</li>
					))}
				</ul>
			)}
		</Section>
	);
}
