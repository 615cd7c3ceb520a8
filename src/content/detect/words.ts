/**
 * What boxes and buttons are called, in about 25 languages. Lower case; a word counts where it begins, so stems are enough
 * ("send" finds "sends"). Languages without spaces are found anywhere. Data only.
 */

/** Labels of boxes that are for messages. */
export const messageWords: readonly string[] = [
	"message",
	"messag",
	"reply",
	"chat",
	"text to",
	"write to",
	"type here",
	"say something", // en
	"nachricht",
	"antwort",
	"schreib", // de
	"répond",
	"repond",
	"écri",
	"discut", // fr
	"mensaj",
	"respond",
	"escrib", // es
	"mensag",
	"escrev", // pt
	"messaggi",
	"rispond",
	"scriv", // it
	"bericht",
	"antwoord",
	"reageer", // nl
	"meddeland",
	"besked",
	"melding",
	"svar",
	"skriv", // sv da nb
	"viesti",
	"vastaa",
	"kirjoita", // fi
	"wiadomo",
	"odpowied",
	"napisz", // pl
	"zpráv",
	"zprav",
	"odpově",
	"napiš",
	"správ",
	"odpoved", // cs sk
	"üzenet",
	"uzenet",
	"válasz", // hu
	"mesaj",
	"răspun",
	"raspun",
	"scrie", // ro
	"ileti",
	"yanıt",
	"yanit", // tr
	"сообщ",
	"ответ",
	"напи",
	"повідом",
	"відпов",
	"съобщ",
	"отговор",
	"порук",
	"одговор", // ru uk bg sr
	"poruk",
	"odgovor",
	"sporočil", // hr sl
	"μήνυμα",
	"απάντη",
	"γράψ", // el
	"הודע",
	"השב",
	"כתוב", // he
	"رسال",
	"رد على",
	"اكتب",
	"پیام",
	"پاسخ", // ar fa
	"संदेश",
	"जवाब",
	"लिख", // hi
	"বার্তা", // bn
	"ข้อความ",
	"ตอบ", // th
	"tin nhắn",
	"trả lời",
	"nhắn tin", // vi
	"pesan",
	"balas",
	"mesej", // id ms
	"メッセージ",
	"返信",
	"메시지",
	"답장",
	"消息",
	"讯息",
	"訊息",
	"回复",
	"回覆", // ja ko zh
];

/** Labels of buttons that send. */
export const sendWords: readonly string[] = [
	"send",
	"reply",
	"submit message", // en
	"senden",
	"abschick",
	"absend",
	"antwort", // de
	"envoy",
	"répond", // fr
	"envia",
	"respond", // es pt
	"invia",
	"rispond", // it
	"verstu",
	"verzend",
	"stuur", // nl
	"skicka",
	"svara",
	"lähet", // sv fi
	"wyślij",
	"wyslij", // pl
	"odesl",
	"odosla",
	"poslat",
	"poslať", // cs sk
	"küldés",
	"kuldes", // hu
	"trimite", // ro
	"gönder",
	"gonder", // tr
	"отправ",
	"послат",
	"надісл",
	"відправ",
	"изпрат",
	"пошаљ", // ru uk bg sr
	"pošalj",
	"pošlji", // hr sl
	"αποστολ",
	"στείλ", // el
	"שלח", // he
	"إرسال",
	"ارسال",
	"أرسل", // ar fa
	"भेज",
	"পাঠ",
	"ส่ง",
	"gửi",
	"kirim",
	"hantar", // hi bn th vi id ms
	"送信",
	"보내",
	"전송",
	"发送",
	"發送",
	"傳送", // ja ko zh
];

export const searchWords: readonly string[] = [
	"search",
	"find",
	"filter",
	"such",
	"recherch",
	"busca",
	"buscar",
	"pesquis",
	"procur",
	"cerca",
	"zoek",
	"sök",
	"søg",
	"søk",
	"hae",
	"szukaj",
	"hled",
	"hľad",
	"keres",
	"caut",
	"căut",
	"ara",
	"поиск",
	"найти",
	"пошук",
	"търс",
	"претра",
	"traži",
	"išči",
	"αναζήτ",
	"חיפוש",
	"بحث",
	"جستجو",
	"खोज",
	"ค้นหา",
	"tìm",
	"cari",
	"検索",
	"검색",
	"搜索",
	"搜尋",
	"查找",
];

/** Fields for something short about something. */
export const otherFieldWords: readonly string[] = [
	"subject",
	"title",
	"name",
	"e-mail",
	"email",
	"url",
	"link",
	"address",
	"recipient",
	"bio",
	"about me",
	"formula",
	"code",
	"phone",
	"password",
	"tags",
	"betreff",
	"titel",
	"adresse",
	"empfänger",
	"sujet",
	"objet",
	"titre",
	"nom",
	"asunto",
	"título",
	"nombre",
	"assunto",
	"oggetto",
	"titolo",
	"onderwerp",
	"ämne",
	"emne",
	"aihe",
	"temat",
	"předmět",
	"predmet",
	"tárgy",
	"konu",
	"тема",
	"θέμα",
	"件名",
	"제목",
	"主题",
	"主旨",
];

/** What the field for the recipients of a mail is called where it is called nothing more. */
export const toWords: readonly string[] = [
	"to",
	"cc",
	"bcc",
	"an",
	"à",
	"para",
	"aan",
	"till",
	"til",
	"do",
	"komu",
	"кому",
	"до",
	"προς",
	"אל",
	"إلى",
	"宛先",
	"받는 사람",
	"收件人",
	"收件者",
];

export const recipientWords: readonly string[] = [
	"recipient",
	"empfänger",
	"destinat",
	"ontvanger",
	"geadresseerde",
	"mottaga",
	"mottaker",
	"modtager",
	"vastaanottaj",
	"odbior",
	"adresat",
	"příjem",
	"címzett",
	"alıcı",
	"получател",
	"адресат",
	"παραλήπτ",
	"נמענ",
	"宛先",
	"收件人",
];

/** Public writing. */
export const publicWords: readonly string[] = [
	"comment",
	"review",
	"post",
	"kommentar",
	"bewertung",
	"commentaire",
	"avis",
	"comentari",
	"recensi",
	"reactie",
	"komment",
	"yorum",
	"коммент",
	"отзыв",
	"σχόλιο",
	"コメント",
	"댓글",
	"评论",
	"評論",
];

/** Buttons that say that a box is not a chat's. */
export const otherButtonWords: readonly string[] = [
	"log in",
	"login",
	"sign in",
	"sign up",
	"save",
	"search",
	"comment",
	"next",
	"post",
	"publish",
	"subscribe",
	"anmelden",
	"speichern",
	"suchen",
	"weiter",
	"connexion",
	"enregistrer",
	"guardar",
	"siguiente",
	"salvar",
	"salva",
	"opslaan",
	"spara",
	"zapisz",
	"uložit",
	"kaydet",
	"сохран",
	"保存",
	"저장",
];

const noSpaces = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** Whether the text is one of the words and nothing else but punctuation. */
export function isOf(text: string, words: readonly string[]): boolean {
	return words.includes(text.toLowerCase().replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, ""));
}

/** Whether one of the words begins somewhere in the text. */
export function says(text: string, words: readonly string[]): boolean {
	const lower = text.toLowerCase();
	return words.some((word) => {
		for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
			if (at === 0 || noSpaces.test(word) || !/\p{L}/u.test(lower[at - 1] ?? "")) return true;
		}
		return false;
	});
}
