import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { nextTick, onMounted, watch } from 'vue';
// After the theme: its rules give way to these.
import 'katex/dist/katex.min.css';
import './style.css';

/** The home page has no main landmark of its own; other pages do. */
function markMain(isHome: boolean): void {
  const content = document.getElementById('VPContent');
  if (isHome) content?.setAttribute('role', 'main');
  else content?.removeAttribute('role');
}

export default {
  extends: DefaultTheme,
  setup() {
    const { frontmatter } = useData();
    const update = () => nextTick(() => markMain(frontmatter.value.layout === 'home'));
    onMounted(update);
    watch(() => frontmatter.value.layout, update);
  },
};
