import { Link } from "@remix-run/react";
import type { Source } from "#app/domain/assistant/member/schema.ts";

/** An answer's text: paragraphs and short lists, whose marks `[1]` lead to what they stand on. Nothing else is markup. */
export function AnswerText({ text, sources }: { text: string; sources: readonly Source[] }) {
	return (
		<>
			{text.split(/\n{2,}/).map((block, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: an answer's paragraphs never move
				<Block key={at} block={block} sources={sources} />
			))}
		</>
	);
}

function Block({ block, sources }: { block: string; sources: readonly Source[] }) {
	const lines = block.split("\n");
	const isItem = (line: string) => /^\s*[-*•]\s+/.test(line);
	const items = lines.filter(isItem);
	const before = lines.filter((line) => !isItem(line));
	return (
		<>
			{before.length > 0 && (
				<p>
					{before.map((line, at) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: lines never move
						<span key={at}>
							{at > 0 && <br />}
							<Marked line={line} sources={sources} />
						</span>
					))}
				</p>
			)}
			{items.length > 0 && (
				<ul>
					{items.map((line, at) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: lines never move
						<li key={at}>
							<Marked line={line.replace(/^\s*[-*•]\s+/, "")} sources={sources} />
						</li>
					))}
				</ul>
			)}
		</>
	);
}

function Marked({ line, sources }: { line: string; sources: readonly Source[] }) {
	return (
		<>
			{line.split(/(\[\d{1,3}\])/).map((part, at) => {
				const mark = /^\[(\d+)\]$/.exec(part)?.[1];
				const source = mark && sources.find((one) => one.mark === Number(mark));
				// biome-ignore lint/suspicious/noArrayIndexKey: parts never move
				if (!source) return <span key={at}>{part}</span>;
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: parts never move
					<Link key={at} to={source.href} discover="none" className="mark" title={source.title}>
						{mark}
						<span className="hidden-text">{`, ${source.title}`}</span>
					</Link>
				);
			})}
		</>
	);
}
