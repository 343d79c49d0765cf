import { Fragment } from "react";
import type { AccountIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import type { PlayShown } from "#app/domain/success/queue/play-queries.ts";
import { PART_LABELS, PART_NAMES } from "#app/domain/success/rules/definition.ts";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { points, renewalWords } from "../play-words.ts";
import { customerFacts } from "./play-context.tsx";

/** What one has to know while one talks to them, of all that is known. */
const NEEDED = new Set([
	"Renewal",
	"Before",
	"Health",
	"Risk",
	"Usage",
	"Trend",
	"Last contact",
	"Open tickets",
	"Owner",
]);

/**
 * The customer and the priority in a line under the play's head, unfolded by a press, for screens on which the side column
 * stands at the very end (SUCCESS-5).
 */
export function PlayBrief({ account, play }: { account: AccountIntelligence | null; play: PlayShown }) {
	return (
		<details className="play-act play-brief">
			<summary>
				{account && (
					<>
						{renewalWords(account.daysUntilRenewal)} ·{" "}
						<Money minor={account.arrCents} currency={account.currency} short /> a year
						{account.health !== null && ` · health ${account.health}`} ·{" "}
					</>
				)}
				priority {points(play.priority)}
			</summary>
			{account && <DescriptionList facts={customerFacts(account).filter(({ label }) => NEEDED.has(label))} />}
			<p>
				Why this priority: <Parts breakdown={play.breakdown} />
			</p>
			<p>
				<a href="#customer">All that is known of the customer</a>
			</p>
		</details>
	);
}

/** "Stage urgency 28.0, Risk 9.7": the parts that gave anything, the largest first. */
function Parts({ breakdown }: Pick<PlayShown, "breakdown">) {
	const given = PART_NAMES.map((name) => ({ name, points: breakdown[name]?.points ?? 0 }))
		.filter((part) => part.points > 0)
		.sort((one, other) => other.points - one.points);
	return given.map(({ name, points: tenths }, index) => (
		<Fragment key={name}>
			{index > 0 && ", "}
			{PART_LABELS[name].toLowerCase()} {points(tenths)}
		</Fragment>
	));
}
