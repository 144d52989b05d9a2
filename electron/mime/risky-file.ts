/**
 * Kinds of files that run something when they are opened, or that lead to a program without the system's own warning: programs and installers,
 * scripts, shortcuts, documents with macros, disk images (which lose the mark of a stranger's file), and pages, which run scripts.
 */
const riskyExtensions: ReadonlySet<string> = new Set(
  [
    'app appimage apk application appref-ms bat bash bin cab cmd com command cpl csh deb desktop dll dmg docm dotm elf exe fish flatpakref gadget',
    'hta htm html xhtml shtml mht mhtml svg xml xsl img iso inf ini ins inx ipa isp jar jnlp job js jse jsx ksh lnk lua mjs cjs msc msh msi msix',
    'mobileconfig msp mst one osx out pif pkg pl potm ppam ppsm pptm prg ps1 ps2 psc1 psm1 py pyc pyw pyz rb reg rgs rpm run scf scpt',
    'scr sct service settingcontent-ms sh shb shs slk snap sys terminal theme themepack tool u3p url vb vbe vbs vbscript vhd vhdx vxd webloc wll workflow ws',
    'wsc wsf wsh xbap xla xlam xll xlm xlsb xlsm xltm xsn zsh',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a file asks for a second thought before it is opened, by the end of its name, which is what the system goes by. */
export function isRiskyFile(filename: string): boolean {
  const extension = /\.([^.]+)$/.exec(filename.trim())?.[1]?.toLowerCase() ?? '';
  return riskyExtensions.has(extension);
}
