import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";

/**
 * The words of an answer as they come; null where they are not followed: nobody writes, or the stream broke and the page
 * is left to its live refresh. The page is loaded anew once the answer is whole, and once when the stream is lost.
 */
export function useAnswerStream(url: string | null): string | null {
	const [text, setText] = useState<string | null>(null);
	const { revalidate } = useRevalidator();
	useEffect(() => {
		if (!url) return;
		const source = new EventSource(url);
		let isOver = false;
		const end = () => {
			if (isOver) return;
			isOver = true;
			source.close();
			revalidate();
		};
		source.addEventListener("open", () => setText(""));
		source.addEventListener("text", ({ data }) => setText((before) => (before ?? "") + JSON.parse(data).text));
		source.addEventListener("restart", () => setText(""));
		source.addEventListener("done", ({ data }) => {
			setText(JSON.parse(data).answer.body);
			end();
		});
		// Both what the server says went wrong and a lost connection; a browser would else ask again and again.
		source.addEventListener("error", () => {
			setText(null);
			end();
		});
		return () => {
			isOver = true;
			source.close();
			setText(null);
		};
	}, [url, revalidate]);
	return text;
}
