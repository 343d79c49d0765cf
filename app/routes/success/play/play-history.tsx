import type { PlayAction } from "#app/domain/success/queue/play-queries.ts";
import { Time } from "#app/ui/signs/time.tsx";

/** What was done with a play beside its steps, the newest first. */
export function PlayHistory({ actions, openedAt }: { actions: readonly PlayAction[]; openedAt: string | Date }) {
	return (
		<ul className="play-history">
			{actions.map(({ id, label, reason, until, member, by, at, returnedAt }) => (
				<li key={id}>
					<strong>{label}</strong> by {by} <Time at={at} />
					{member && <>, to {member}</>}
					{until && (
						<>
							, until <Time at={until} as="exact" />
						</>
					)}
					{reason && <>: {reason}</>}
					{returnedAt && (
						<>
							. Came back <Time at={returnedAt} />
						</>
					)}
				</li>
			))}
			<li>
				Opened by the rules <Time at={openedAt} />
			</li>
		</ul>
	);
}
