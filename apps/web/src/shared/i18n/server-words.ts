import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { wordsOf, type ServerWords } from "./server-words-rules.ts";
import { acts as zhActs } from "./zh-CN/acts.ts";

/** Whoever may not read what was said reads the name of the act alone. */
const actWords = (english: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(zhActs.acts).map(([act, chinese]) => [chinese, english[act] ?? chinese]),
  );

const asWritten = wordsOf({}, {});

/** What the server wrote in Chinese and has a known English form; fetched only by screens in English. */
export function useServerWords(): ServerWords {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ["server-words"],
    enabled: i18n.language === "en",
    staleTime: Infinity,
    gcTime: Infinity,
    queryFn: async () => {
      const [
        { catalogueNames },
        { noticeVerbs },
        { sensorNames },
        { serverWords, serverSentences },
        { acts },
      ] = await Promise.all([
        import("./en/catalogue-names.ts"),
        import("./en/notice-verbs.ts"),
        import("./en/sensor-names.ts"),
        import("./en/server-sentences.ts"),
        import("./en/acts.ts"),
      ]);
      const words = { ...actWords(acts.acts), ...serverWords };
      return wordsOf(catalogueNames, noticeVerbs, sensorNames, words, serverSentences);
    },
  });
  return (i18n.language === "en" ? data : undefined) ?? asWritten;
}
