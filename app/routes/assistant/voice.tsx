import { useEffect, useRef, useState } from "react";

type Heard = { results: ArrayLike<ArrayLike<{ transcript: string }>> };
type Recogniser = {
	lang: string;
	interimResults: boolean;
	onresult: ((event: Heard) => void) | null;
	onend: (() => void) | null;
	start(): void;
	stop(): void;
};

/** Speaking instead of typing (Web Speech API), in browsers that have it; elsewhere there is no button. */
export function VoiceButton({ onWords }: { onWords: (words: string) => void }) {
	const [isThere, setThere] = useState(false);
	const [isListening, setListening] = useState(false);
	const recogniser = useRef<Recogniser | null>(null);
	useEffect(() => setThere(speechOf() !== undefined), []);
	useEffect(() => () => recogniser.current?.stop(), []);
	if (!isThere) return null;
	const listen = () => {
		if (isListening) return recogniser.current?.stop();
		const Speech = speechOf();
		if (!Speech) return;
		const speech = new Speech();
		recogniser.current = speech;
		speech.lang = document.documentElement.lang || navigator.language;
		speech.interimResults = true;
		speech.onresult = ({ results }) => onWords(Array.from(results, (one) => one[0]?.transcript ?? "").join(" "));
		speech.onend = () => setListening(false);
		setListening(true);
		speech.start();
	};
	return (
		<button type="button" className="btn" onClick={listen} aria-pressed={isListening}>
			{isListening ? "Stop listening" : "Speak"}
		</button>
	);
}

/** Reads an answer aloud (SpeechSynthesis), in browsers that can. */
export function ReadAloud({ text }: { text: string }) {
	const [isThere, setThere] = useState(false);
	const [isSpeaking, setSpeaking] = useState(false);
	useEffect(() => setThere("speechSynthesis" in window), []);
	useEffect(() => () => window.speechSynthesis?.cancel(), []);
	if (!isThere) return null;
	const speak = () => {
		window.speechSynthesis.cancel();
		if (isSpeaking) return setSpeaking(false);
		const words = new SpeechSynthesisUtterance(text.replace(/\s*\[\d+\]/g, ""));
		words.onend = () => setSpeaking(false);
		setSpeaking(true);
		window.speechSynthesis.speak(words);
	};
	return (
		<button type="button" className="btn btn-quiet btn-small" onClick={speak}>
			{isSpeaking ? "Stop reading" : "Read aloud"}
		</button>
	);
}

function speechOf(): (new () => Recogniser) | undefined {
	const names = window as unknown as Record<"SpeechRecognition" | "webkitSpeechRecognition", new () => Recogniser>;
	return names.SpeechRecognition ?? names.webkitSpeechRecognition;
}
