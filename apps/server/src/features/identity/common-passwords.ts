/**
 * Passwords of ten characters and more that guessers try first (published leak statistics, keyboard walks, Chinese
 * habits). Shorter ones are refused by length.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
1234567890 0123456789 0987654321 9876543210 12345678910 123456789a a123456789 123456789q q123456789 1234567890a
a1234567890 123456789abc abc123456789 abc1234567 abcd123456 abcd1234567 abcde12345 123456abcd 12345abcde 1234qwerasdf
1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc zaq12wsxcde3 zaq1xsw2cde3 qazwsxedcr qazwsxedcrfv qazwsx123456
qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] qwerty1234 qwerty12345 qwerty123456 qwer1234asdf asdfghjkl1
asdfghjkl; asdfghjkl123 asdf1234qwer asdfzxcv1234 zxcvbnm123 zxcvbnm1234 zxcvbnm,./ 1234567qwe 123qweasdzxc qweasdzxc1
qweasdzxc123 qwe123asd456 q1w2e3r4t5 q1w2e3r4t5y6 1a2b3c4d5e a1b2c3d4e5 147258369a 1472583690 7894561230 147896325a
password01 password12 password123 password1234 password12345 passw0rd123 passw0rd1234 p@ssw0rd123 p@ssword123
p@ssw0rd01 pass123456 pass1234567 password!1 password@123 password_123 mypassword mypassword1 changeme123 changeme1234
letmein123 letmein1234 welcome123 welcome1234 welcome@123 welcome2024 welcome2025 welcome2026 iloveyou12 iloveyou123
iloveyou1314 iloveyou520 sunshine123 princess123 football123 superman123 michael123 monkey1234 dragon1234 master1234
trustno1trustno1 administrator admin12345 admin123456 admin1234567 admin@1234 admin@12345 admin@123456 adminadmin
adminadmin1 administrator1 administrator123 root123456 root@123456 rootroot123 test123456 test1234567 testtest123
guest12345 user123456 default123 system1234 manager123 oracle1234 huawei@123 huawei12#$ admin@huawei h3c@123456
woaini1314 woaini1314520 woaini520 woaini5201314 woaini123456 woaini521 woaiwojia1 woaiwojia1314 wo5201314520 520131452013
5201314520 5201314521 5201314123 1314520520 1314521521 13145201314 aini1314520 zhangwei123 wangwei123 liwei12345
caonima123 caonima1234 nihao12345 nihao123456 woshishui1 woshishui123 wodemima123 chongqing1 chongqing123 chongqing2024
chongqing2025 chongqing2026 yuzhong123 yukuaizheng yukuaizheng1 zhongguo123 zhongguo1949 china12345 china123456
beijing123 beijing2008 shanghai123 wangge1234 wangge123456 wanggeyuan shequ12345 shequ123456 jiedao12345 gezhi12345
gezhi123456 gezhi@1234 gezhi@2026 abc@123456 abc!123456 abc@1234567 aa123456789 aaa123456789 qq123456789
qq12345678 qq1234567890 a123456789a abc123abc123 asd123asd123 asd1234567 asd123456789 zxc1234567 zxc123456789
qwe1234567 qwe123456789 123123123a 123321123a 1233211234567 12344321abcd 1111111111a a1111111111 aa11111111 a000000000
888888888a 6666666666a 163.com1234 google1234 facebook123 linkedin123 computer123 internet123 whatever123 starwars123
pokemon123 naruto1234 liverpool1 liverpool123 manchester arsenal123 chelsea123 basketball baseball123 butterfly1
`
    .trim()
    .split(/\s+/),
);
