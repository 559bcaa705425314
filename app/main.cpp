#include "app/run.hpp"

int main(int argc, char** argv) {
  return gimlet::app::run_main(argc, argv);
}
